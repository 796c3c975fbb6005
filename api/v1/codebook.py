from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from api.ready_answers import MadeOfRecord
from api.strict_filtering import check_parameters
from relations.codebook import codebook


class TermSerializer(serializers.Serializer):
    """A value with what it means."""

    value = serializers.CharField(help_text="The value as it stands in the data.")
    label = serializers.CharField(help_text="Short name for people.")
    definition = serializers.CharField(help_text="What the value means.")


class CodeSerializer(serializers.Serializer):
    """A code of a published scheme to which a value maps."""

    scheme = serializers.CharField(help_text="The scheme, as in `schemes`.")
    code = serializers.CharField(help_text="The code in that scheme.")
    match = serializers.CharField(help_text="How the code relates to the value, as in `matches`.")


class CodedValueSerializer(TermSerializer):
    """A value of a vocabulary, with how it is chosen and what it maps to."""

    decision = serializers.CharField(
        help_text="How it is decided when coding, and which value to choose instead."
    )
    codes = CodeSerializer(many=True, help_text="Codes of published schemes, if any.")


class VocabularySerializer(serializers.Serializer):
    """A closed set of values."""

    name = serializers.CharField(help_text="Name of the vocabulary, as in the schema.")
    definition = serializers.CharField(help_text="What its values say.")
    used_in = serializers.ListField(
        child=serializers.CharField(), help_text="Columns of the record that hold it, if any."
    )
    values = CodedValueSerializer(many=True, help_text="Its values, in order.")


class DateReadingSerializer(serializers.Serializer):
    """An imprecise date and the days it can mean."""

    example = serializers.CharField(help_text="The date as it is written.")
    meaning = serializers.CharField(help_text="How it is read.")
    earliest = serializers.DateField(help_text="First day it can mean; 0001-01-01 if open.")
    latest = serializers.DateField(help_text="Last day it can mean; 9999-12-31 if open.")


class PartOfYearSerializer(DateReadingSerializer):
    """A month, season or quarter, with its bounds in the year of the example."""

    code = serializers.CharField(help_text="Digits that stand for it after the year.")
    name = serializers.CharField(help_text="Its name.")


class QualifierSerializer(serializers.Serializer):
    """A sign after a date."""

    sign = serializers.CharField(help_text="The sign.")
    meaning = serializers.CharField(help_text="What it says; it does not move the bounds.")


class ImpreciseDatesSerializer(serializers.Serializer):
    """How dates are written that sources give vaguely, and which days they can mean."""

    allowed = serializers.CharField(help_text="What may be written, in words.")
    forms = DateReadingSerializer(many=True, help_text="One date of each form.")
    parts_of_year = PartOfYearSerializer(many=True, help_text="Months, seasons and quarters.")
    qualifiers = QualifierSerializer(many=True, help_text="Signs after a date.")


class DerivationRuleSerializer(serializers.Serializer):
    """A rule by which the record is derived from documents."""

    slug = serializers.CharField(help_text="Short name of the rule.")
    rule = serializers.CharField(help_text="What is done.")
    reason = serializers.CharField(help_text="Why.")
    checks = serializers.ListField(
        child=serializers.CharField(),
        help_text="Commands and record rules that find a breach, if any.",
    )


class RecordRuleSerializer(serializers.Serializer):
    """A rule that the loader holds every entry to."""

    name = serializers.CharField(help_text="Name of the rule.")
    rule = serializers.CharField(help_text="What must hold.")


class CodebookSerializer(serializers.Serializer):
    """What every value means, how it is chosen, and the rules behind the record."""

    vocabularies = VocabularySerializer(many=True, help_text="The closed sets of values.")
    schemes = TermSerializer(many=True, help_text="The published schemes that codes are from.")
    matches = TermSerializer(many=True, help_text="How a code may relate to a value (SKOS).")
    imprecise_dates = ImpreciseDatesSerializer(help_text="How dates are written and read.")
    derivation_rules = DerivationRuleSerializer(
        many=True, help_text="How the record is derived from documents."
    )
    record_rules = RecordRuleSerializer(
        many=True, help_text="What every load of the record is checked for."
    )


class CodebookView(MadeOfRecord, APIView):
    """Every vocabulary with its values, the bounds of imprecise dates, and the rules of coding."""

    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="getCodebook",
        summary="Get the codebook",
        description=(
            "Every vocabulary with its values, the bounds of imprecise dates, and the rules of "
            "coding, put together from the definitions the service itself runs on. It says what a "
            "value in an answer means, and when a coder chooses it."
        ),
        responses=CodebookSerializer,
    )
    def get(self, request):
        check_parameters(request.query_params, [], ())
        return Response(codebook())
