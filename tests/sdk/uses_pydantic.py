"""What a user of the pydantic client does, against the server whose address is given."""

import json
import sys

import negotiation_record_pydantic as record

client = record.ApiClient(record.Configuration(host=sys.argv[1]))
statements = record.StatementsApi(client)

quoted = statements.list_statements(
    party=["russia", "ukraine"],
    mode=[record.StatementMode.DIRECT, record.StatementMode.FRAGMENT],
    page_size=500,
)
one = statements.get_statement("ryabkov-principal-irritant")
assert one.authority is record.Authority.DEPUTY_MINISTER
assert one.said_on is None
try:
    statements.get_statement("nobody")
except record.ApiException as refused:
    problem = refused.data
assert isinstance(problem, record.Problem)
table = statements.export_statements_csv()

print(
    json.dumps(
        {
            "quoted": [statement.slug for statement in quoted.results],
            "speaker": one.speaker.name,
            "missing": [problem.status, problem.type, problem.errors is None],
            "table": table.lstrip("\ufeff").split(",")[0],
        }
    )
)
