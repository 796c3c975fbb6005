from django.conf import settings
from django.db import migrations, models


def mark(apps, schema_editor):
    """Whatever is public already came from the files of the record, which were reviewed there."""
    for model in apps.get_app_config("relations").get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if {"publication_status", "reviewed_in"} <= names:
            public = model._base_manager.filter(publication_status="published")
            public.update(reviewed_in="version_control")


class Migration(migrations.Migration):

    dependencies = [
        ('relations', '0005_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='citation_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='development',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='development_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='discrepancy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='discrepancy_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='discrepancyaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='discrepancyaccount_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='document_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='exclusion_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='issue_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='negotiation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='negotiation_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='office_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='party_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='person_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='position_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='round_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='roundschedule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='roundschedule_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication_status', 'published'), _negated=True), models.Q(('reviewed_by__isnull', True), ('reviewed_in', 'version_control'), ('reviewed_in__isnull', False), ('submitted_by__isnull', True)), models.Q(('reviewed_by__isnull', False), ('reviewed_in', 'desk'), ('reviewed_in__isnull', False), ('submitted_by__isnull', False), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='statement_published_after_four_eyes', violation_error_message='publication_status: what is published was reviewed by another than its author.'),
        ),
    ]
