/// A call whose parenthesis is not closed before the cursor.
struct OpenCall {
  /// The name before the parenthesis.
  let name: Range<Int>
  /// The labels of its arguments up to the cursor, `nil` for those without; the last is the argument at
  /// the cursor.
  let labels: [String?]
}

extension Cursor {
  /// The innermost call that the cursor is in.
  var call: OpenCall? {
    guard let callee else { return nil }
    return OpenCall(name: callee, labels: labels(from: callee.upperBound + 1))
  }

  /// The name before the innermost open parenthesis.
  var callee: Range<Int>? {
    var depth = 0
    for place in stride(from: position - 1, through: 0, by: -1) {
      switch scalars[place] {
      case ")", "]", "}": depth += 1
      case "(" where depth == 0:
        let start = nameStart(before: place)
        // Parentheses around an expression have no name.
        if start < place { return start..<place }
      case "(", "[", "{": depth = max(0, depth - 1)
      default: break
      }
    }
    return nil
  }

  /// The labels of the arguments between `start` and the cursor.
  private func labels(from start: Int) -> [String?] {
    var labels = [label(from: start)]
    var depth = 0
    var isInString = false
    for place in start..<position {
      switch scalars[place] {
      case "\"": isInString.toggle()
      case _ where isInString: break
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case "," where depth == 0: labels.append(label(from: place + 1))
      default: break
      }
    }
    return labels
  }

  /// The whole label at `start`.
  private func label(from start: Int) -> String? {
    let name = scalars[start...].drop { $0.properties.isWhitespace }.prefix(while: \.isPartOfName)
    guard !name.isEmpty, name.endIndex < scalars.count, scalars[name.endIndex] == ":" else {
      return nil
    }
    return text(in: name.indices)
  }
}
