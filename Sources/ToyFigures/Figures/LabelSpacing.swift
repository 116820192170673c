/// Labels that would overlap.
enum LabelSpacing {
  /// `values`, in descending order, moved as little as needed so that neighbours are at least
  /// `apart` apart.
  static func spread(_ values: [Double], apart: Double) -> [Double] {
    var places = values
    for _ in 0..<20 {
      for i in places.indices.dropFirst() {
        let lack = apart - (places[i - 1] - places[i])
        guard lack > 1e-9 else { continue }
        places[i - 1] += lack / 2
        places[i] -= lack / 2
      }
    }
    return places
  }
}
