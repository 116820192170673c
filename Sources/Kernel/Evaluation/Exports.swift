// The contract uses failures, comm messages and submission ids, so this module exports them.
@_exported public import SuperposeCellMessages
