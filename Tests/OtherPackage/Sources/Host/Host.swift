/// This package's own Host, which has nothing to do with Superpose.
public enum OwnHost {
  public static let name = "Host"
}
