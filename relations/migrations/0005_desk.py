import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import relations.models.kept_sheet
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('relations', '0004_change_log'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChosenPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(help_text="Name of the entry's model.", max_length=100)),
                ('row_id', models.BigIntegerField(help_text='Row number of the entry.')),
                ('start', models.PositiveIntegerField(help_text='First code point of the passage.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(10000000)])),
                ('end', models.PositiveIntegerField(help_text='Code point after the last one.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000000)])),
                ('chosen_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was chosen (UTC).')),
            ],
        ),
        migrations.CreateModel(
            name='DistinctPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(help_text="Name of the entries' model.", max_length=100)),
                ('lower_id', models.BigIntegerField(help_text='The lower of the two row numbers.')),
                ('higher_id', models.BigIntegerField(help_text='The higher of the two row numbers.')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When that was found (UTC).')),
                ('note', models.CharField(blank=True, help_text='Why they are not the same.', max_length=500)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DocumentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='Number of the version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000)])),
                ('text', models.TextField(help_text='The text, its line ends as they are in the file.')),
                ('sha256', models.CharField(help_text='SHA-256 of the text in UTF-8.', max_length=64, validators=[django.core.validators.RegexValidator('\\A[0-9a-f]{64}\\Z', 'Use 64 lower-case hexadecimal digits.')])),
                ('length', models.PositiveIntegerField(help_text='Length of the text in Unicode code points.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000000)])),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was stored (UTC).')),
            ],
            options={
                'ordering': ['document', 'number'],
            },
        ),
        migrations.CreateModel(
            name='KeptSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(help_text='Name of the model it has entries of.', max_length=100)),
                ('token', models.CharField(default=relations.models.kept_sheet.new_token, help_text="Tells it from the user's later files.", max_length=43)),
                ('file_name', models.CharField(help_text="Name of the file at the user's.", max_length=255)),
                ('content', models.BinaryField(help_text='The file, to the byte.')),
                ('preview_sha256', models.CharField(help_text='SHA-256 of the changes that were shown, as text in UTF-8.', max_length=64)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it came (UTC).')),
            ],
            options={
                'permissions': [('import_spreadsheets', 'Can import spreadsheets into drafts')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(help_text="Name of the entries' model.", max_length=100)),
                ('loser_id', models.BigIntegerField(help_text='Row number of the entry that was given up.')),
                ('loser_slug', models.CharField(help_text='Its slug when it was merged.', max_length=200)),
                ('winner_id', models.BigIntegerField(help_text='Row number of the entry that stays.')),
                ('winner_slug', models.CharField(help_text='Its slug when it was merged into.', max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When they were merged (UTC).')),
                ('undone_at', models.DateTimeField(help_text='When it was undone (UTC); null while it stands.', null=True)),
                ('moved', models.JSONField(default=list, help_text='The rows that were written, in order.')),
            ],
            options={
                'ordering': ['-pk'],
                'permissions': [('merge_entries', 'Can merge duplicates and undo it')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(help_text="Name of the entry's model.", max_length=100)),
                ('row_id', models.BigIntegerField(help_text='Row number of the entry.')),
                ('kind', models.CharField(choices=[('publication', 'New entry'), ('correction', 'Correction'), ('restoration', 'Restored version')], help_text='What is asked to be published.', max_length=11)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('approved', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', help_text='Where the proposal stands.', max_length=9)),
                ('reason', models.TextField(blank=True, help_text='Why; of a correction, in words for the public.')),
                ('changes', models.JSONField(blank=True, default=list, help_text='What would be written.')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was begun (UTC).')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When its author last saved it (UTC).')),
                ('submitted_at', models.DateTimeField(blank=True, help_text='When it was last sent for review (UTC).', null=True)),
                ('decided_at', models.DateTimeField(blank=True, help_text='When it was approved or withdrawn (UTC).', null=True)),
            ],
            options={
                'ordering': ['submitted_at', 'id'],
                'permissions': [('review_entries', 'Can publish what others wrote, or send it back'), ('retract_entries', 'Can retract what is published')],
            },
        ),
        migrations.CreateModel(
            name='ReviewEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(help_text="Name of the entry's model.", max_length=100)),
                ('row_id', models.BigIntegerField(help_text='Row number of the entry.')),
                ('step', models.CharField(choices=[('wrote', 'wrote'), ('submitted', 'sent for review'), ('took_back', 'took back'), ('sent_back', 'sent back'), ('commented', 'commented'), ('published', 'published'), ('retracted', 'retracted'), ('withdrew', 'withdrew the proposal')], help_text='What was done.', max_length=9)),
                ('comment', models.TextField(blank=True, help_text='What they said with it.')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When (UTC).')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='citation',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='citation',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='citation',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='citation',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='citation',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='citation',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='development',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='development',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='development',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='development',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='development',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='development',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='discrepancy',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='discrepancy',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='discrepancy',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='discrepancy',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='discrepancy',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='discrepancy',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='discrepancyaccount',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='discrepancyaccount',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='discrepancyaccount',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='discrepancyaccount',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='discrepancyaccount',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='discrepancyaccount',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='document',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='document',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='document',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='document',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='document',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='document',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalcitation',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalcitation',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalcitation',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalcitation',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalcitation',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalcitation',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicaldevelopment',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicaldevelopment',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicaldevelopment',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaldevelopment',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicaldevelopment',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaldevelopment',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancy',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancy',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancy',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancy',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancy',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancy',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancyaccount',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancyaccount',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancyaccount',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancyaccount',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancyaccount',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaldiscrepancyaccount',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicaldocument',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicaldocument',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicaldocument',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaldocument',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicaldocument',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaldocument',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalexclusion',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalexclusion',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalexclusion',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalexclusion',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalexclusion',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalexclusion',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalissue',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalissue',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalissue',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalissue',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalissue',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalissue',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalnegotiation',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalnegotiation',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalnegotiation',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalnegotiation',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalnegotiation',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalnegotiation',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicaloffice',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicaloffice',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicaloffice',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaloffice',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicaloffice',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaloffice',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalparty',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalparty',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalparty',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalparty',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalparty',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalparty',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalposition',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalposition',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalposition',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalposition',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalposition',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalposition',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalround',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalroundschedule',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalroundschedule',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalroundschedule',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalroundschedule',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalroundschedule',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalroundschedule',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='historicalstatement',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='historicalstatement',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='historicalstatement',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalstatement',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='historicalstatement',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalstatement',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='issue',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='issue',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='issue',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='issue',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='issue',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='issue',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='negotiation',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='negotiation',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='negotiation',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='negotiation',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='negotiation',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='negotiation',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='office',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='office',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='office',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='office',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='office',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='office',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='party',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='party',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='party',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='party',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='party',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='party',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='person',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='person',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='person',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='person',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='position',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='position',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='position',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='position',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='position',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='position',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='round',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='round',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='round',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='round',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='roundschedule',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='roundschedule',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='roundschedule',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundschedule',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='roundschedule',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundschedule',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddField(
            model_name='statement',
            name='corrected_at',
            field=models.DateTimeField(blank=True, help_text='When it was last corrected (UTC); null if it never was.', null=True),
        ),
        migrations.AddField(
            model_name='statement',
            name='correction_reason',
            field=models.TextField(blank=True, help_text='Why it was last corrected; empty if it never was.'),
        ),
        migrations.AddField(
            model_name='statement',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, help_text='Who checked it and published it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statement',
            name='reviewed_in',
            field=models.CharField(blank=True, choices=[('version_control', 'In version control'), ('desk', 'At the desk')], help_text='Where it was reviewed; null while it was not.', max_length=15, null=True),
        ),
        migrations.AddField(
            model_name='statement',
            name='submitted_by',
            field=models.ForeignKey(blank=True, help_text='Who last sent it for review.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statement',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Number of its published version, from 1.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)]),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='citation_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='citation_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='development',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='development_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='development',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='development_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='discrepancy',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='discrepancy_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='discrepancy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='discrepancy_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='discrepancyaccount',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='discrepancyaccount_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='discrepancyaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='discrepancyaccount_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='document_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='document_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='exclusion_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='exclusion_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='issue_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='issue_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='negotiation',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='negotiation_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='negotiation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='negotiation_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='office_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='office_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='party_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='party_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='person_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='person_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='position_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='position_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='round_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='round_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='roundschedule',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='roundschedule_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='roundschedule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='roundschedule_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_in__in', ['version_control', 'desk']), ('reviewed_in__isnull', True), _connector='OR'), name='statement_reviewed_in_is_known', violation_error_message='reviewed_in: use one of version_control, desk.'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('correction_reason', ''), ('version', 1)), models.Q(('corrected_at__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='statement_correction_says_when_and_why', violation_error_message='version: above 1, corrected_at and correction_reason say when and why.'),
        ),
        migrations.AddField(
            model_name='chosenplace',
            name='chosen_by',
            field=models.ForeignKey(help_text='Who chose it.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='distinctpair',
            name='by',
            field=models.ForeignKey(help_text='Who found that they are not the same.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='documenttext',
            name='added_by',
            field=models.ForeignKey(help_text='Who brought it in.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='documenttext',
            name='document',
            field=models.ForeignKey(help_text='The document it is the text of.', on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='relations.document'),
        ),
        migrations.AddField(
            model_name='chosenplace',
            name='text',
            field=models.ForeignKey(help_text='The new version.', on_delete=django.db.models.deletion.PROTECT, related_name='chosen_places', to='relations.documenttext'),
        ),
        migrations.AddField(
            model_name='keptsheet',
            name='user',
            field=models.OneToOneField(help_text='Who uploaded it, and alone may import it.', on_delete=django.db.models.deletion.CASCADE, related_name='kept_sheet', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='by',
            field=models.ForeignKey(help_text='Who merged them.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='part_of',
            field=models.ForeignKey(help_text='The merge that brought this one about; it is undone with that one.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='relations.merge'),
        ),
        migrations.AddField(
            model_name='merge',
            name='undone_by',
            field=models.ForeignKey(help_text='Who undid it; null while it stands.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposal',
            name='author',
            field=models.ForeignKey(help_text='Who proposes it.', on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposal',
            name='reviewer',
            field=models.ForeignKey(blank=True, help_text='Who approved it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviewed_proposals', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewevent',
            name='actor',
            field=models.ForeignKey(help_text='Who did it.', on_delete=django.db.models.deletion.PROTECT, related_name='review_events', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewevent',
            name='proposal',
            field=models.ForeignKey(blank=True, help_text='The proposal the step belongs to, if it does to one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='relations.proposal'),
        ),
        migrations.AddConstraint(
            model_name='distinctpair',
            constraint=models.UniqueConstraint(fields=('model', 'lower_id', 'higher_id'), name='distinct_pair_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='distinctpair',
            constraint=models.CheckConstraint(condition=models.Q(('lower_id__lt', models.F('higher_id'))), name='distinct_pair_is_in_order'),
        ),
        migrations.AddConstraint(
            model_name='documenttext',
            constraint=models.UniqueConstraint(fields=('document', 'number'), name='document_text_has_its_own_number'),
        ),
        migrations.AddConstraint(
            model_name='documenttext',
            constraint=models.UniqueConstraint(fields=('document', 'sha256'), name='document_text_is_stored_once'),
        ),
        migrations.AddConstraint(
            model_name='documenttext',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='document_text_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='chosenplace',
            constraint=models.UniqueConstraint(fields=('text', 'model', 'row_id'), name='chosen_place_is_one_for_a_passage'),
        ),
        migrations.AddConstraint(
            model_name='chosenplace',
            constraint=models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='chosen_place_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('model', 'loser_id'), name='merge_gives_an_entry_up_once'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('loser_id', models.F('winner_id')), _negated=True), name='merge_is_of_two_entries'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='merge_says_who_undid_it_and_when'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'in_review'))), fields=('model', 'row_id'), name='proposal_is_the_only_open_one_of_its_entry'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), models.Q(('reviewer__isnull', False), models.Q(('reviewer', models.F('author')), _negated=True)), _connector='OR'), name='proposal_is_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'approved', 'withdrawn'])), name='proposal_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['publication', 'correction', 'restoration'])), name='proposal_kind_is_known'),
        ),
        migrations.AddIndex(
            model_name='reviewevent',
            index=models.Index(fields=['model', 'row_id', 'step'], name='steps_with_an_entry'),
        ),
        migrations.AddConstraint(
            model_name='reviewevent',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['wrote', 'submitted', 'took_back', 'sent_back', 'commented', 'published', 'retracted', 'withdrew'])), name='review_event_step_is_known'),
        ),
    ]
