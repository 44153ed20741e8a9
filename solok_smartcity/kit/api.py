from rest_framework.pagination import PageNumberPagination
class Pagination(PageNumberPagination): pass
def exception_handler(e,c): return None
def document_refusals(result, generator, request, public): return result
