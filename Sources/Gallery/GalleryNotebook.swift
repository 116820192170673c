internal import Foundation
import SuperposeDisplay
import SuperposeJSON
import SuperposePlot

/// The figures as outputs of a notebook, to test front ends and nbconvert.
struct GalleryNotebook {
  let specimens: [Specimen]
  /// Whether every output has `application/pdf` too.
  let isForPaper: Bool

  func write(to path: String) throws {
    let document: JSONValue = [
      "cells": .array(try specimens.map(cell)), "metadata": ["language_info": ["name": "swift"]],
      "nbformat": 4, "nbformat_minor": 5,
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try encoder.encode(document).write(to: URL(fileURLWithPath: path))
  }

  private func cell(_ specimen: Specimen) throws -> JSONValue {
    let bundle = try specimen.figure.forPaper(isForPaper).mimeBundle
    var data: JSONObject = [:]
    for (type, content) in bundle.data { data[type.rawValue] = json(content) }
    var metadata: JSONObject = [:]
    for (type, hints) in bundle.metadata { metadata[type.rawValue] = .object(hints) }
    return [
      "id": .string(specimen.name), "cell_type": "code", "execution_count": 1, "metadata": [:],
      "source": .string("// \(specimen.heading)"),
      "outputs": [
        ["output_type": "display_data", "data": .object(data), "metadata": .object(metadata)]
      ],
    ]
  }

  private func json(_ content: MIMEContent) -> JSONValue {
    switch content {
    case .text(let text): .string(text)
    case .binary(let bytes): .string(Data(bytes).base64EncodedString())
    case .json(let value): value
    }
  }
}
