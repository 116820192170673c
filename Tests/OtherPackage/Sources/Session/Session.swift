/// This package's own Session, which has nothing to do with Superpose.
public enum OwnSession {
  public static let name = "Session"
}
