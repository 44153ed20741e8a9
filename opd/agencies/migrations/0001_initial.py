import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import opd.agencies.models.people
import simple_history.models
import solok_smartcity.kit.migration
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        solok_smartcity.kit.migration.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Opd',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versi')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='diubah pada')),
                        ('code', models.CharField(max_length=30, unique=True, verbose_name='kode')),
                        ('name', models.CharField(max_length=200, verbose_name='nama')),
                        ('abbreviation', models.CharField(max_length=60, verbose_name='singkatan')),
                        ('kind', models.CharField(choices=[('sekretariat', 'Sekretariat'), ('inspektorat', 'Inspektorat'), ('dinas', 'Dinas'), ('badan', 'Badan'), ('satuan', 'Satuan'), ('kecamatan', 'Kecamatan'), ('bagian', 'Bagian'), ('uptd', 'Unit pelaksana teknis'), ('bumd', 'Badan usaha milik daerah')], max_length=20, verbose_name='jenis')),
                        ('source_certainty', models.CharField(choices=[('certain', 'Pasti'), ('likely', 'Mungkin')], max_length=10, verbose_name='kepastian')),
                        ('valid_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='berlaku sejak tahun')),
                        ('valid_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='berlaku sampai tahun')),
                        ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='agencies.opd', verbose_name='penerus')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='agencies.opd', verbose_name='induk')),
                        ('source', models.TextField(blank=True, verbose_name='sumber')),
                    ],
                    options={
                        'verbose_name': 'perangkat daerah',
                        'verbose_name_plural': 'perangkat daerah',
                        'ordering': ('name',),
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='opd_validity_in_order', violation_error_message='Tahun akhir berlaku mendahului tahun awal.'), models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('valid_to__isnull', False), _connector='OR'), name='opd_successor_of_ended', violation_error_message='Penerus hanya untuk perangkat daerah yang sudah berakhir.'), models.CheckConstraint(condition=models.Q(models.Q(('successor', models.F('id')), _negated=True), models.Q(('parent', models.F('id')), _negated=True)), name='opd_not_own_relative', violation_error_message='Perangkat daerah tidak dapat menjadi penerus atau induk dirinya sendiri.')],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                        ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                        ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                        ('full_name', models.CharField(max_length=150, verbose_name='nama lengkap')),
                        ('position', models.CharField(blank=True, max_length=150, verbose_name='jabatan')),
                        ('role', models.CharField(choices=[('editor', 'Penyunting rencana (Diskominfo)'), ('opd_planner', 'Perencana perangkat daerah'), ('opd_head', 'Kepala perangkat daerah'), ('reviewer', 'Penelaah (perencanaan daerah)'), ('planning_head', 'Kepala perencanaan daerah'), ('legal_officer', 'Perancang peraturan (Bagian Hukum)'), ('reader', 'Pembaca'), ('administrator', 'Administrator')], default='reader', max_length=20, verbose_name='peran')),
                        ('opd', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='agencies.opd', verbose_name='perangkat daerah')),
                        ('is_demonstration', models.BooleanField(default=False, verbose_name='akun demonstrasi')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': 'akun',
                        'verbose_name_plural': 'akun',
                        'ordering': ('full_name',),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['opd_planner', 'opd_head']), _negated=True), ('opd__isnull', False), _connector='OR'), name='user_of_agency_has_opd', violation_error_message='Perencana dan kepala perangkat daerah harus memiliki perangkat daerah.')],
                    },
                    managers=[
                        ('objects', opd.agencies.models.people.PeopleManager()),
                    ],
                ),
                migrations.CreateModel(
                    name='HistoricalOpd',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_actor', models.CharField(default='Sistem', max_length=200, verbose_name='pelaku')),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versi')),
                        ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='diubah pada')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('code', models.CharField(db_index=True, max_length=30, verbose_name='kode')),
                        ('name', models.CharField(max_length=200, verbose_name='nama')),
                        ('abbreviation', models.CharField(max_length=60, verbose_name='singkatan')),
                        ('kind', models.CharField(choices=[('sekretariat', 'Sekretariat'), ('inspektorat', 'Inspektorat'), ('dinas', 'Dinas'), ('badan', 'Badan'), ('satuan', 'Satuan'), ('kecamatan', 'Kecamatan'), ('bagian', 'Bagian'), ('uptd', 'Unit pelaksana teknis'), ('bumd', 'Badan usaha milik daerah')], max_length=20, verbose_name='jenis')),
                        ('source_certainty', models.CharField(choices=[('certain', 'Pasti'), ('likely', 'Mungkin')], max_length=10, verbose_name='kepastian')),
                        ('valid_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='berlaku sejak tahun')),
                        ('valid_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='berlaku sampai tahun')),
                        ('source', models.TextField(blank=True, verbose_name='sumber')),
                        ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agencies.opd', verbose_name='penerus')),
                        ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agencies.opd', verbose_name='induk')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical perangkat daerah',
                        'verbose_name_plural': 'historical perangkat daerah',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'indexes': [models.Index(fields=['history_date', 'id'], name='agencies_hi_history_bbf269_idx')],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalKelurahan',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_actor', models.CharField(default='Sistem', max_length=200, verbose_name='pelaku')),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versi')),
                        ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='diubah pada')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('name', models.CharField(max_length=100, verbose_name='nama')),
                        ('source_certainty', models.CharField(choices=[('certain', 'Pasti'), ('likely', 'Mungkin')], max_length=10, verbose_name='kepastian')),
                        ('source', models.TextField(blank=True, verbose_name='sumber')),
                        ('kecamatan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agencies.opd', verbose_name='kecamatan')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical kelurahan',
                        'verbose_name_plural': 'historical kelurahan',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'indexes': [models.Index(fields=['history_date', 'id'], name='agencies_hi_history_251754_idx')],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Kelurahan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versi')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='diubah pada')),
                        ('kecamatan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kelurahan', to='agencies.opd', verbose_name='kecamatan')),
                        ('name', models.CharField(max_length=100, verbose_name='nama')),
                        ('source_certainty', models.CharField(choices=[('certain', 'Pasti'), ('likely', 'Mungkin')], max_length=10, verbose_name='kepastian')),
                        ('source', models.TextField(blank=True, verbose_name='sumber')),
                    ],
                    options={
                        'verbose_name': 'kelurahan',
                        'verbose_name_plural': 'kelurahan',
                        'ordering': ('kecamatan__name', 'name'),
                        'constraints': [models.UniqueConstraint(fields=('kecamatan', 'name'), name='kelurahan_once')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalUser',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_actor', models.CharField(default='Sistem', max_length=200, verbose_name='pelaku')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                        ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                        ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                        ('full_name', models.CharField(max_length=150, verbose_name='nama lengkap')),
                        ('position', models.CharField(blank=True, max_length=150, verbose_name='jabatan')),
                        ('role', models.CharField(choices=[('editor', 'Penyunting rencana (Diskominfo)'), ('opd_planner', 'Perencana perangkat daerah'), ('opd_head', 'Kepala perangkat daerah'), ('reviewer', 'Penelaah (perencanaan daerah)'), ('planning_head', 'Kepala perencanaan daerah'), ('legal_officer', 'Perancang peraturan (Bagian Hukum)'), ('reader', 'Pembaca'), ('administrator', 'Administrator')], default='reader', max_length=20, verbose_name='peran')),
                        ('is_demonstration', models.BooleanField(default=False, verbose_name='akun demonstrasi')),
                        ('history_change_reason', models.TextField(null=True)),
                        ('opd', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agencies.opd', verbose_name='perangkat daerah')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField()),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical akun',
                        'verbose_name_plural': 'historical akun',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'indexes': [models.Index(fields=['history_date', 'id'], name='agencies_hi_history_5a8d1d_idx')],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
