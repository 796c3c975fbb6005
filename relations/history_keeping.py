"""The history of the record stays: `recorded_at`, changes and the audit stand on it."""

REFUSAL = (
    "The history of the record is never deleted: answers with `recorded_at`, the list of changes "
    "and the pages of history are made of it. Nothing was changed."
)
