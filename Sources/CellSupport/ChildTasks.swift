// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// What stands around the task of an `async let` that binds several names: a task for each of them.

public func __childTasks<A: Sendable, B: Sendable>(
  _ all: Task<(A, B), Never>
) -> (Task<A, Never>, Task<B, Never>) {
  (.detached { await all.value.0 }, .detached { await all.value.1 })
}

public func __childTasks<A: Sendable, B: Sendable>(
  _ all: Task<(A, B), any Error>
) -> (Task<A, any Error>, Task<B, any Error>) {
  (.detached { try await all.value.0 }, .detached { try await all.value.1 })
}

public func __childTasks<A: Sendable, B: Sendable, C: Sendable>(
  _ all: Task<(A, B, C), Never>
) -> (Task<A, Never>, Task<B, Never>, Task<C, Never>) {
  (.detached { await all.value.0 }, .detached { await all.value.1 }, .detached { await all.value.2 })
}

public func __childTasks<A: Sendable, B: Sendable, C: Sendable>(
  _ all: Task<(A, B, C), any Error>
) -> (Task<A, any Error>, Task<B, any Error>, Task<C, any Error>) {
  (.detached { try await all.value.0 }, .detached { try await all.value.1 }, .detached { try await all.value.2 })
}
