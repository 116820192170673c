/// This package's own Plot, which has nothing to do with Superpose.
public enum OwnPlot {
  public static let name = "Plot"
}
