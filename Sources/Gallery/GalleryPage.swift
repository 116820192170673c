/// The page that shows all figures.
struct GalleryPage {
  struct Section {
    let heading: String
    let specimens: [Specimen]
  }

  let sections: [Section]
  /// HTML of the rotatable polytopes.
  let turning: [String]

  var html: String {
    """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Superpose: figures</title>
    <style>
    :root { color-scheme: light dark }
    body { font: 15px/1.5 "DejaVu Sans", Verdana, sans-serif; margin: 2rem auto; max-width: 76rem;
      padding: 0 1rem; background: light-dark(#fff, #111); color: light-dark(#22262b, #e8e6e1) }
    figure { margin: 1.5rem 0 2.5rem } figcaption { font-weight: bold; margin-bottom: .4rem }
    img { max-width: 100%; height: auto } .turning { display: flex; flex-wrap: wrap; gap: 1rem }
    </style>
    <h1>Figures</h1>
    <p>Made by <code>make gallery</code>: small models, trained for this page with fixed seeds.</p>
    \(sections.map(section).joined(separator: "\n"))
    <h2>Polytopes that turn</h2>
    <p>Drag them, or focus one and use the arrow keys.</p>
    <div class="turning">
    \(turning.joined(separator: "\n"))
    </div>
    </html>

    """
  }

  private func section(_ section: Section) -> String {
    let figures = section.specimens.map { specimen in
      """
      <figure><figcaption>\(specimen.heading)</figcaption>
      <img src="\(specimen.name).svg" alt="\(specimen.heading)"></figure>
      """
    }
    return "<h2>\(section.heading)</h2>\n" + figures.joined(separator: "\n")
  }
}
