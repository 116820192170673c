/// Labels that would overlap.
enum LabelSpacing {
  /// `values`, in descending order, moved as little as needed so that neighbours are at least
  /// `apart` apart and the lowest stays where it is or higher.
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
    guard let lowest = values.last else { return [] }
    var least = lowest
    for i in places.indices.reversed() {
      places[i] = max(places[i], least)
      least = places[i] + apart
    }
    return places
  }
}
