import SuperposeJSON

/// A cell's results of two runs.
struct Comparison {
  let number: Int
  let recorded: CellResults
  let now: CellResults

  /// What differs, a sentence each.
  var differences: [String] {
    var found: [String] = []
    if let error = recorded.error, now.error == nil { found.append("ends well now; it failed with \(error)") }
    if recorded.value?.withoutDurations != now.value?.withoutDurations {
      found.append("value: \(Self.change(recorded.value, now.value))")
    }
    if recorded.printed.withoutDurations != now.printed.withoutDurations {
      found.append("printed text: \(Self.change(recorded.printed, now.printed))")
    }
    if recorded.figures.count != now.figures.count {
      found.append("has \(now.figures.count) figures, recorded \(recorded.figures.count)")
    }
    for (index, (old, new)) in zip(recorded.figures, now.figures).enumerated() where old != new {
      found.append("figure \(index + 1)\(new.svgTitle ?? old.svgTitle ?? "") is drawn differently")
    }
    if recorded.stamps.count != now.stamps.count { found.append("the number of stamps differs") }
    for (old, new) in zip(recorded.stamps, now.stamps) { found += Self.differences(old, new) }
    if let old = recorded.hiddenStamp {
      let none: JSONValue = ["models": [], "figures": [], "packages": [:]]
      found += Self.differences(old, now.hiddenStamp ?? none).filter { !found.contains($0) }
    }
    return found.map { "code cell \(number): \($0)" }
  }

  /// The first line that differs.
  private static func change(_ old: String?, _ new: String?) -> String {
    guard let old else { return "there was none, now \(shortened(new ?? ""))" }
    guard let new else { return "there is none now, recorded \(shortened(old))" }
    let (before, after) = (
      old.split(separator: "\n", omittingEmptySubsequences: false),
      new.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let pairs = zip(before, after).first { String($0).withoutDurations != String($1).withoutDurations }
    guard let pairs else { return "\(after.count) lines, recorded \(before.count)" }
    return "\(shortened(String(pairs.1))), recorded \(shortened(String(pairs.0)))"
  }

  private static func shortened(_ text: String) -> String { text.count > 80 ? text.prefix(77) + "…" : text }

  // MARK: Stamps

  private static func differences(_ old: JSONValue, _ new: JSONValue) -> [String] {
    guard old["version"]?.integer == 1, let models = fingerprints(of: old["models"]),
      let figures = old["figures"]?.array, let packages = old["packages"]?.object
    else { return ["the recorded stamp is damaged: wanted version 1 with models, figures and packages"] }
    var found: [String] = []
    let modelsNow = fingerprints(of: new["models"]) ?? [:]
    for (name, fingerprint) in models.sorted(by: { $0.key < $1.key }) where modelsNow[name] != fingerprint {
      found.append("model \(name) has the fingerprint \(modelsNow[name] ?? "of no model"), recorded \(fingerprint)")
    }
    for name in modelsNow.keys.sorted() where models[name] == nil { found.append("model \(name) is not recorded") }
    let figuresNow = new["figures"]?.array ?? []
    if figures.count != figuresNow.count {
      found.append("\(figuresNow.count) figures are stamped, recorded \(figures.count)")
    }
    for (index, (old, new)) in zip(figures, figuresNow).enumerated() where old["fingerprint"] != new["fingerprint"] {
      found.append("stamped figure \(index + 1) differs")
    }
    for (name, version) in packages.sorted(by: { $0.key < $1.key }) where new["packages"]?[name] != version {
      let now = new["packages"]?[name]?.string ?? "not used"
      found.append("package \(name) is \(now), recorded \(version.string ?? "")")
    }
    return found
  }

  private static func fingerprints(of list: JSONValue?) -> [String: String]? {
    guard let list = list?.array else { return nil }
    let pairs = list.compactMap { item in
      item["name"]?.string.flatMap { name in item["fingerprint"]?.string.map { (name, $0) } }
    }
    return pairs.count == list.count ? Dictionary(pairs, uniquingKeysWith: { $1 }) : nil
  }
}

extension String {
  /// The text with `…` in place of durations such as `3.2 s`, which differ from run to run.
  fileprivate var withoutDurations: String {
    replacing(#/\d[\d.,]* ?(ns|µs|ms|s|sec|seconds|min|minutes)\b/#, with: "…")
  }

  /// The title of a picture in quotes.
  fileprivate var svgTitle: String? {
    firstMatch(of: #/<title[^>]*>([^<]*)</title>/#).map { " ('\($0.1)')" }
  }
}
