import django.db.models.deletion
import solok_smartcity.kit.migration
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        solok_smartcity.kit.migration.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Notification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL, verbose_name='penerima')),
                        ('title', models.CharField(max_length=200, verbose_name='judul')),
                        ('body', models.TextField(blank=True, verbose_name='isi')),
                        ('link', models.CharField(blank=True, max_length=300, verbose_name='tautan')),
                        ('topic', models.CharField(blank=True, help_text='Pengingat yang sama dikirim sekali.', max_length=80, verbose_name='pokok')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='dibuat')),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='dibaca')),
                        ('mail', models.CharField(choices=[('none', 'Tanpa surel'), ('waiting', 'Menunggu dikirim'), ('sent', 'Terkirim'), ('failed', 'Gagal dikirim')], default='none', max_length=10, verbose_name='surel')),
                        ('mail_error', models.CharField(blank=True, max_length=300, verbose_name='kendala surel')),
                        ('mail_attempts', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan surel')),
                    ],
                    options={
                        'verbose_name': 'pemberitahuan',
                        'verbose_name_plural': 'pemberitahuan',
                        'ordering': ('-created_at', '-pk'),
                        'indexes': [models.Index(fields=['recipient', 'read_at'], name='notification_unread')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('topic', ''), _negated=True), fields=('recipient', 'topic'), name='reminder_once_a_person')],
                    },
                ),
                migrations.CreateModel(
                    name='RememberedAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('key', models.CharField(max_length=100)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('status', models.PositiveSmallIntegerField(default=0)),
                        ('body', models.JSONField(default=dict)),
                        ('etag', models.CharField(blank=True, max_length=200)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='idempotency_key_once')],
                    },
                ),
            ],
        ),
    ]
