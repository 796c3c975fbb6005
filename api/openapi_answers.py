"""What every operation of the OpenAPI document answers beside its own: headers and problems."""

from http import HTTPStatus

from api.errors import PROBLEM_TYPES

PROBLEM_OF_RESPONSE = {
    "InvalidParameter": "invalid-parameter",
    "NotFound": "not-found",
    "Gone": "gone",
    "MethodNotAllowed": "method-not-allowed",
    "NotAcceptable": "not-acceptable",
    "PreconditionFailed": "precondition-failed",
    "UriTooLong": "uri-too-long",
    "TooManyRequests": "too-many-requests",
    "InternalError": "internal-error",
    "Unavailable": "unavailable",
}
# What an address must have for a response to be one of its own.
ONLY_WITH = {"NotFound": "{", "Gone": "{slug}"}
HEADERS_OF_PROBLEMS = {
    HTTPStatus.METHOD_NOT_ALLOWED: "Allow",
    HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
    HTTPStatus.SERVICE_UNAVAILABLE: "Retry-After",
}
PROBLEM_SCHEMAS = {
    "Problem": {
        "type": "object",
        "description": "An error, as RFC 9457 describes it.",
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "description": "Address of the explanation of this kind of problem; the part "
                "behind `#` names the kind.",
            },
            "title": {"type": "string", "description": "The kind of problem in words."},
            "status": {
                "type": "integer",
                "minimum": 400,
                "maximum": 599,
                "description": "The HTTP status of the answer.",
            },
            "detail": {"type": "string", "description": "What is wrong with this request."},
            "instance": {
                "type": "string",
                "format": "uri-reference",
                "description": "The address that was asked.",
            },
            "errors": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/ProblemItem"},
                "description": "One item for each parameter that cannot be accepted; missing "
                "where no parameter is at fault.",
            },
        },
    },
    "ProblemItem": {
        "type": "object",
        "description": "What is wrong with one parameter, and what is allowed.",
        "properties": {
            "parameter": {"type": "string", "description": "Name of the parameter."},
            "code": {
                "type": "string",
                "description": "Short name of the fault, such as `unknown`.",
            },
            "detail": {"type": "string", "description": "The fault in words."},
            "allowed": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Allowed names or values, or examples of them; empty if not a list.",
            },
        },
    },
}
HEADERS = {
    "Allow": {
        "description": "The methods that the address takes, with commas between.",
        "schema": {"type": "string"},
    },
    "ContentDisposition": {
        "description": "Name of the file, in a-z, 0-9 and `-_.`.",
        "schema": {"type": "string"},
    },
    "ETag": {
        "description": "Strong validator of the answer; send it back in If-None-Match.",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Address of the query (`self`), and of its list in JSON (`alternate`).",
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "Address of the entry into which this one was merged.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "RecordRevision": {
        "description": "The state of the record, a number that rises with every change.",
        "schema": {
            "type": "integer",
            "format": "int64",
            "minimum": 0,
            "maximum": 9007199254740991,
        },
    },
    "RetryAfter": {
        "description": "Seconds to wait before the next request.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 86400},
    },
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "description": "ETag of an earlier answer; while it holds, the answer is 304, without a body.",
    "schema": {"type": "string"},
}


def headers(*names):
    """References to the headers of these names, such as `Content-Disposition`."""
    return {name: {"$ref": f"#/components/headers/{name.replace('-', '')}"} for name in names}


def statuses(path):
    """The responses that are problems of an operation, by status."""
    return {
        str(int(PROBLEM_TYPES[slug].status)): {"$ref": f"#/components/responses/{name}"}
        for name, slug in PROBLEM_OF_RESPONSE.items()
        if ONLY_WITH.get(name, "") in path
    }


def redirection(path):
    """The redirection of the address of one entry, by status."""
    return {"308": {"$ref": "#/components/responses/Merged"}} if "{slug}" in path else {}


def shared_responses():
    """The shared responses, by name; what is said of one is true of every problem it can be."""
    responses = {
        "Merged": {
            "description": "The entry was merged into another and is found under its address.",
            "headers": headers("Location"),
        }
    }
    for name, slug in PROBLEM_OF_RESPONSE.items():
        status = PROBLEM_TYPES[slug].status
        meanings = [each.meaning for each in PROBLEM_TYPES.values() if each.status == status]
        responses[name] = {
            "description": " Or: ".join(meanings),
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        if status in HEADERS_OF_PROBLEMS:
            responses[name]["headers"] = headers(HEADERS_OF_PROBLEMS[status])
    return responses
