import SuperposePackages
import Testing

struct PackageRequestTests {
  private let url = "https://github.com/apple/swift-numerics"

  @Test func `an address, a requirement and products`() throws {
    let request = try PackageRequest(parsing: "\(url) from: 1.1.1 Numerics", relativeTo: "/")
    #expect(request.source == .repository(url: url, .from("1.1.1")))
    #expect(request.products == ["Numerics"] && request.identity == "swift-numerics")
  }

  @Test(arguments: [
    ("exact: 1.0.2", PackageRequest.Requirement.exact("1.0.2")), ("from:1.0.0-beta.1", .from("1.0.0-beta.1")),
    ("branch: \"main\"", .branch("main")), ("revision: 0f7a7a1", .revision("0f7a7a1")),
  ])
  func `every requirement of the package manager`(_ words: String, _ wanted: PackageRequest.Requirement) throws {
    let request = try PackageRequest(parsing: "\(url).git \(words) A, B", relativeTo: "/")
    #expect(request.source == .repository(url: url + ".git", wanted))
    #expect(request.products == ["A", "B"] && request.identity == "swift-numerics")
  }

  @Test func `a folder needs no version`() throws {
    let request = try PackageRequest(parsing: "path: \"../My Kit\" Kit", relativeTo: "/home/me/notebooks")
    #expect(request.source == .folder("/home/me/My Kit") && request.identity == "my kit")
    #expect(try PackageRequest(parsing: "./Kit Kit", relativeTo: "/a").source == .folder("/a/Kit"))
  }

  @Test(arguments: [
    ("", "which package?"), ("https://a.org/b Product", "which version"),
    ("https://a.org/b from: 1.0.0", "name the library"),
    ("https://a.org/b from: 1.0 P", "'1.0' is not a version"), ("https://a.org/b from:", "needs a value"),
    ("https://a.org/b from: 1.0.0 exact: 1.0.0 P", "one requirement"), ("https://a.org/b path: c P", "not both"),
    ("numerics from: 1.0.0 P", "not an address"), ("https://a.org/b branch: \"main P", "quotation mark"),
    ("https://a.org/b from: 1.0.0 \"a b\"", "not the name"), ("https://a.org/b from: 1.0.0 a;b", "not the name"),
    ("https://a.org/b from: 1.0.0 \"a\\\"b\"", "quotation mark"),
  ])
  func `what is missing is said`(_ line: String, _ words: String) {
    let failure = #expect(throws: PackageFailure.self) { try PackageRequest(parsing: line, relativeTo: "/") }
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
  }

  @Test func `a later wish replaces a version and adds products`() throws {
    let set = PackageSet([try PackageRequest(parsing: "\(url) from: 1.0.0 Numerics", relativeTo: "/")])
      .adding([
        try PackageRequest(parsing: "\(url) exact: 1.1.1 RealModule", relativeTo: "/"),
        try PackageRequest(parsing: "path: /kit Kit", relativeTo: "/"),
      ])
    #expect(set.requests.map(\.identity) == ["kit", "swift-numerics"] && set.folders == ["/kit"])
    let manifest = set.manifest
    #expect(manifest.contains(".package(url: \"\(url)\", exact: \"1.1.1\")"))
    #expect(manifest.contains(".product(name: \"Numerics\", package: \"swift-numerics\")"))
    #expect(manifest.contains(".product(name: \"RealModule\", package: \"swift-numerics\")"))
    #expect(!manifest.contains("1.0.0\""))
  }
}
