import Foundation
import GRDB
package import Logging
import SuperposeChannels
import SuperposeFiles
package import SuperposeWire

/// The code of all sessions, in one SQLite file that every kernel of a user shares.
package final class SQLiteHistory: History {
  private let database: DatabaseQueue
  private let logger: Logger
  /// The number of the running session.
  package let session: Int

  /// Opens the history at `path`; `:memory:` keeps it only for the life of the kernel.
  package init(path: String, logger: Logger) throws {
    var configuration = Configuration()
    // Several kernels write to the same file.
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
    let database =
      path == ":memory:"
      ? try DatabaseQueue(configuration: configuration)
      : try DatabaseQueue(path: path, configuration: configuration)
    session = try database.write { database in
      try Self.createTables(in: database)
      try database.execute(sql: "INSERT INTO session (started) VALUES (datetime('now'))")
      return Int(database.lastInsertedRowID)
    }
    self.database = database
    self.logger = logger
  }

  private static func createTables(in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS session (
          number INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS entry (
          session INTEGER NOT NULL, line INTEGER NOT NULL, input TEXT NOT NULL,
          PRIMARY KEY (session, line)) WITHOUT ROWID;
        """)
  }

  /// Opens the history at `path`. If that fails, opens one in memory and writes a line to the log.
  package static func open(at path: String, logger: Logger) throws -> SQLiteHistory {
    do {
      if path != ":memory:" { try prepare(path) }
      return try SQLiteHistory(path: path, logger: logger)
    } catch {
      logger.warning("\(path) could not be opened, so the history is kept in memory only: \(error)")
      return try SQLiteHistory(path: ":memory:", logger: logger)
    }
  }

  /// Makes the file, and its folder where it is missing, for nobody else to read. SQLite gives its other
  /// files the mode of this one.
  private static func prepare(_ path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    if folder.lastPathComponent == ownFolder || !FileManager.default.fileExists(atPath: folder.path) {
      try PrivateFolder.prepare(folder.path)
    } else {
      try PrivateFolder.checkUnshared(folder.path)
    }
    try PrivateFile.prepare(path)
  }

  /// The name of the folder that nothing else uses.
  private static let ownFolder = "superpose"

  /// Where the history lies unless somebody says otherwise.
  package static func defaultPath(environment: [String: String]) -> String {
    let home = environment["HOME"] ?? NSHomeDirectory()
    let data = environment["XDG_DATA_HOME"] ?? "\(home)/.local/share"
    return "\(data)/\(ownFolder)/history.sqlite"
  }

  /// Waits until all appended entries are in the file.
  package func close() throws { try database.close() }
}

extension SQLiteHistory {
  /// Returns immediately, so that a cell does not wait for the disk.
  package func append(_ code: String, line: Int) async {
    let (session, logger) = (session, logger)
    database.asyncWriteWithoutTransaction { database in
      do {
        try database.execute(
          sql: "INSERT OR REPLACE INTO entry (session, line, input) VALUES (?, ?, ?)",
          arguments: [session, line, code])
      } catch {
        logger.warning("a cell could not be added to the history: \(error)")
      }
    }
  }

  package func entries(for request: HistoryRequest) async throws -> [HistoryReply.Entry] {
    let (sql, arguments) = query(for: request.access)
    return try await database.read { database in
      try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
        HistoryReply.Entry(
          session: row["session"], line: row["line"], input: row["input"],
          output: request.output ? .asked(nil) : .notAsked)
      }
    }
  }

  private func query(for access: HistoryRequest.Access) -> (String, StatementArguments) {
    switch access {
    case .tail(let count):
      return (Self.latest(count, of: "SELECT * FROM entry"), [])
    case .range(let number, let start, let stop):
      return (
        "SELECT * FROM entry WHERE session = ? AND line >= ? AND line < ? ORDER BY line",
        [number > 0 ? number : session + number, start, stop ?? Int.max]
      )
    case .search(let pattern, let count, let unique):
      let matching = "SELECT * FROM entry WHERE input GLOB ?"
      // Of equal inputs the latest is kept: SQLite takes the other columns from the row of `max`.
      let once = """
        SELECT session, line, input, max(session * 4294967296 + line)
        FROM (\(matching)) GROUP BY input
        """
      return (Self.latest(count, of: unique ? once : matching), [Self.escaped(pattern)])
    }
  }

  /// The last `count` rows of `rows`, oldest first.
  private static func latest(_ count: Int?, of rows: String) -> String {
    """
    SELECT session, line, input FROM (
      SELECT * FROM (\(rows)) ORDER BY session DESC, line DESC LIMIT \(count ?? -1)
    ) ORDER BY session, line
    """
  }

  /// SQLite's patterns support `[...]` in addition to `*` and `?`; Jupyter's do not.
  private static func escaped(_ pattern: String) -> String {
    pattern.replacing("[", with: "[[]")
  }
}
