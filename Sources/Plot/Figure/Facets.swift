extension Plot {
  /// One small plot for each of `labels`' different values, on shared scales.
  ///
  /// `labels` has one entry for each item drawn. Marks with another number of values, and
  /// constants, are repeated in every facet. Facets are in order of first appearance.
  public func faceted(by labels: [String], columns: Int = 4, size: Size = Size(200, 170)) -> Panels {
    var names: [String] = []
    for label in labels where !names.contains(label) { names.append(label) }
    let plots = names.map { name -> Plot in
      let chosen = labels.indices.filter { labels[$0] == name }
      var facet = self
      facet.marks = marks.map { $0.picking(chosen, outOf: labels.count) }
      facet.title = Label(name)
      facet.subtitle = nil
      facet.preferredSize = size
      return facet
    }
    return Panels(plots, columns: columns).sharing(.x, .y, .color)
  }
}

extension Mark {
  fileprivate func picking(_ indices: [Int], outOf count: Int) -> any Mark {
    guard channels.present.contains(where: { $0.data.count == count }),
      channels.present.allSatisfy({ $0.data.count == nil || $0.data.count == count })
    else { return self }
    var copy = self
    copy.channels = channels.picking(indices)
    return copy
  }
}
