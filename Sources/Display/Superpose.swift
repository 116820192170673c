/// Information about Superpose.
public enum Superpose {
  /// The version, by [semantic versioning](https://semver.org); a new one has a section in CHANGELOG.md.
  public static let version = "0.2.0"
}
