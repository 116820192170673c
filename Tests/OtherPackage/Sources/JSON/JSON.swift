/// This package's own JSON, which has nothing to do with Superpose.
public enum OwnJSON {
  public static let name = "JSON"
}
