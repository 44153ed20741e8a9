"""What Bappeda checks, as pure functions over rows (planning 7.2): ``engine.check`` is the way in."""
