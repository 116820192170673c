internal import Foundation
internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeFiles
internal import SuperposePackages

/// The packages of a session.
struct LoadedPackages: Sendable {
  /// What the notebook has asked for, built; it stays in the cache as long as this value lives.
  var ready: PackageBuilder.Ready?
  /// The libraries to load, in order, and the modules in them.
  var libraries: [String] = []
  var modules: Set<String> = []
}

extension NotebookEvaluator {
  /// Builds the packages of a cell's `%package` lines together with those of earlier cells.
  func usePackages(_ lines: [String], _ submission: Submission) async throws {
    guard !lines.isEmpty else { return }
    do {
      let folder = host.workingFolder
      let requests = try lines.map { try PackageRequest(parsing: $0, relativeTo: folder) }
      let older = packages.ready?.packages
      let set = (older?.set ?? PackageSet([])).adding(requests)
      let ready = try await build(set, after: older, submission)
      if let older { await restartIfNeeded(ready.packages.changes(since: older), submission) }
      let known = packages.modules
      try await load(ready)
      await tellSharedNames(packages.modules.subtracting(known), submission)
    } catch let failure as PackageFailure {
      var told = Failure.headed("PackageError", failure.description)
      told.traceback += failure.output
      throw told
    }
  }

  private func build(
    _ set: PackageSet, after older: BuiltPackages?, _ submission: Submission
  ) async throws -> PackageBuilder.Ready {
    let start = ContinuousClock.now
    let id = "superpose-packages-\(submission.id.packed)-\(UUID().uuidString)"
    let names = set.requests.map(\.identity).joined(separator: ", ")
    let progress = PackageProgress(isWatched: submission.isWatched) { [weak self] text, isFirst in
      let data = MIMEData.text(text)
      self?.show(isFirst ? .display(data, displayID: id) : .updateDisplay(data, displayID: id), submission)
    }
    let builder = packageBuilder
    let ready: PackageBuilder.Ready
    do {
      ready = try await preparing { try await builder.build(set, after: older) { progress.note("\(names): \($0)") } }
    } catch {
      progress.end("\(names): not built")
      throw error
    }
    let versions = set.requests.map { request in
      request.folder.map { "\(request.identity) (\($0))" }
        ?? "\(request.identity) \(ready.packages.versions[request.identity] ?? "")"
    }
    let seconds = (ContinuousClock.now - start).formatted(
      .units(allowed: [.seconds], width: .abbreviated, fractionalPart: .show(length: 1)))
    let words = versions.joined(separator: ", ") + (ready.isNew ? ", built in \(seconds)" : "")
    if !progress.end(words) { show(.display(.text(words), displayID: nil), submission) }
    return ready
  }

  /// Links and announces what is not loaded yet.
  private func load(_ ready: PackageBuilder.Ready) async throws {
    let library = "\(folder.path)/packages-\(UUID().uuidString).so"
    let (builder, loaded) = (packageBuilder, packages.modules)
    if try await preparing({ try await builder.link(ready.packages, besides: loaded, into: library) }) {
      packages.libraries.append(library)
    }
    packages.ready = ready
    packages.modules.formUnion(ready.packages.objects.keys)
    usePackages(ready.packages.arguments, modules: packages.modules, libraries: packages.libraries)
  }

  /// Tells which of the packages' modules have the names of types that every cell has.
  private func tellSharedNames(_ modules: Set<String>, _ submission: Submission) async {
    let (toolchain, host) = (builder.compiler.toolchain, cellHost)
    let shared = await Task.detached { toolchain.types(named: modules, in: host) }.value
    for (name, owner) in shared.sorted(by: { $0.key < $1.key }) {
      let words =
        "\(name) is also a type of \(owner). Write \(name)::x, not \(name).x, for what the package's module declares."
      show(.display(.text(words), displayID: nil), submission)
    }
  }

  /// Ends the process that has older versions of packages: one process cannot have two.
  private func restartIfNeeded(_ changed: [String], _ submission: Submission) async {
    guard !changed.isEmpty else { return }
    await completeChain()
    host.stop()
    listening = []
    packages = LoadedPackages()
    let gone = chain
    if !gone.links.isEmpty { lost = gone }
    // Their images are of the old version's types: they are compiled again.
    for link in gone.links { try? FileManager.default.removeItem(atPath: link.image.library) }
    chain = gone.emptied()
    let names = changed.joined(separator: ", ")
    let cells = gone.links.isEmpty ? "" : " The earlier cells' values are gone; %restore runs these cells again."
    let words = "\(names) has changed, so the process that runs cells was restarted.\(cells)"
    show(.display(.text(words), displayID: nil), submission)
  }

  /// `%package --list` and `--prune`.
  func showPackageCache(_ option: Directive.PackageOption, _ submission: Submission) {
    let cache = packageBuilder.cache
    switch option {
    case .list:
      let lines = cache.entries().map { entry in
        let packages = entry.packages.sorted { $0.key < $1.key }.map { "\($0) \($1)" }.joined(separator: ", ")
        let size = entry.size.formatted(.byteCount(style: .file))
        let day = entry.lastUse.formatted(.iso8601.year().month().day())
        return "\(packages)\n  modules \(entry.modules.joined(separator: ", ")); \(size), used last on \(day)\n"
      }
      let place = "In \(cache.folder):\n"
      show(.stream(.stdout, lines.isEmpty ? "No packages are built.\n" : place + lines.joined()), submission)
    case .prune:
      let (sets, bytes) = cache.prune()
      let size = bytes.formatted(.byteCount(style: .file))
      let words = sets == 1 ? "1 set of packages was" : "\(sets) sets of packages were"
      show(.stream(.stdout, "\(words) removed, \(size). Those in use are kept.\n"), submission)
    }
  }
}
