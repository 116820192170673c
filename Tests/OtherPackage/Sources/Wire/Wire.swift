/// This package's own Wire, which has nothing to do with Superpose.
public enum OwnWire {
  public static let name = "Wire"
}
