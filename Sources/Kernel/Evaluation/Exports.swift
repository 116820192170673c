// The contract speaks of failures, comm messages and submission ids: who imports it sees those too.
@_exported public import SuperposeCellMessages
