internal import CSuperposeRSVG
internal import SuperposeDisplay

/// Renders SVG to pixels and PDF pages in this process, with librsvg and cairo.
enum Renderer {
  /// A PNG of `svg` with `scale` pixels per pixel of the SVG.
  static func png(svg: String, size: Size, scale: Double) throws(PlotError) -> [UInt8] {
    let surface = try image(svg: svg, size: size, scale: scale)
    defer { cairo_surface_destroy(surface) }
    return try PNGFile.written(from: surface)
  }

  /// The pixels of `svg`, with `scale` pixels per pixel of the SVG.
  static func bitmap(svg: String, size: Size, scale: Double) throws(PlotError) -> Bitmap {
    let surface = try image(svg: svg, size: size, scale: scale)
    defer { cairo_surface_destroy(surface) }
    return try PNGFile.bitmap(from: surface)
  }

  /// One page of PDF; `keywords` go to the document's information dictionary.
  ///
  /// There is no date, so that equal figures give equal files; if `SOURCE_DATE_EPOCH` is set, cairo
  /// writes it.
  static func pdf(svg: String, size: Size, title: String, keywords: String?) throws(PlotError)
    -> [UInt8]
  {
    // An inch has 96 pixels or 72 points.
    let page = Size(size.width * 0.75, size.height * 0.75)
    let sink = ByteSink()
    let closure = Unmanaged.passUnretained(sink).toOpaque()
    guard
      let surface = cairo_pdf_surface_create_for_stream(
        ByteSink.write, closure, page.width, page.height)
    else { throw .rendering("cairo could not create a PDF surface") }
    defer { cairo_surface_destroy(surface) }
    cairo_pdf_surface_set_metadata(surface, PDFInformation.title, title)
    cairo_pdf_surface_set_metadata(surface, PDFInformation.creator, "Superpose")
    if let keywords {
      cairo_pdf_surface_set_metadata(surface, PDFInformation.keywords, keywords)
    }
    PDFInformation.settleDate(of: surface)
    try draw(svg: svg, on: surface, size: page)
    cairo_surface_finish(surface)
    return sink.bytes
  }

  private static func image(svg: String, size: Size, scale: Double) throws(PlotError)
    -> OpaquePointer
  {
    let pixels = Size((size.width * scale).rounded(.up), (size.height * scale).rounded(.up))
    guard pixels.width >= 1, pixels.height >= 1, pixels.width <= 20_000, pixels.height <= 20_000
    else { throw .size(width: pixels.width, height: pixels.height) }
    let argb32: Int32 = 0
    guard
      let surface = cairo_image_surface_create(
        argb32, Int32(pixels.width), Int32(pixels.height)), cairo_surface_status(surface) == 0
    else { throw .rendering("cairo could not create an image of that size") }
    do {
      try draw(
        svg: svg, on: surface, size: Size(size.width * scale, size.height * scale))
    } catch {
      cairo_surface_destroy(surface)
      throw error
    }
    return surface
  }

  /// The size that a document says it has, in pixels; that of its view box if it says none.
  ///
  /// - Throws: `PlotError.rendering` when it is not SVG; `PlotError.size` when it has no size, or one above 20,000.
  static func size(ofSVG svg: String) throws(PlotError) -> Size {
    let handle = try handle(of: svg)
    defer { g_object_unref(UnsafeMutableRawPointer(handle)) }
    var size = Size(0, 0)
    if rsvg_handle_get_intrinsic_size_in_pixels(handle, &size.width, &size.height) == 0 {
      var (hasWidth, hasHeight, hasBox): (Int32, Int32, Int32) = (0, 0, 0)
      var (width, height) = (RsvgLength(), RsvgLength())
      var box = RsvgRectangle()
      rsvg_handle_get_intrinsic_dimensions(handle, &hasWidth, &width, &hasHeight, &height, &hasBox, &box)
      if hasBox != 0 { size = Size(box.width, box.height) }
    }
    guard size.width > 0, size.height > 0, size.width <= 20_000, size.height <= 20_000 else {
      throw .size(width: size.width, height: size.height)
    }
    return size
  }

  /// The caller releases it.
  private static func handle(of svg: String) throws(PlotError) -> OpaquePointer {
    let bytes = Array(svg.utf8)
    var problem: UnsafeMutablePointer<CRSVGError>?
    guard let handle = rsvg_handle_new_from_data(bytes, UInt(bytes.count), &problem) else {
      throw .rendering(message(problem))
    }
    rsvg_handle_set_dpi(handle, 96)
    return handle
  }

  private static func draw(svg: String, on surface: OpaquePointer, size: Size) throws(PlotError) {
    let handle = try handle(of: svg)
    defer { g_object_unref(UnsafeMutableRawPointer(handle)) }
    var problem: UnsafeMutablePointer<CRSVGError>?
    guard let context = cairo_create(surface) else { throw .rendering("cairo could not create a context") }
    defer { cairo_destroy(context) }
    var viewport = RsvgRectangle(x: 0, y: 0, width: size.width, height: size.height)
    guard rsvg_handle_render_document(handle, context, &viewport, &problem) != 0 else {
      throw .rendering(message(problem))
    }
    cairo_show_page(context)
    guard cairo_status(context) == 0 else {
      throw .rendering("cairo stopped with status \(cairo_status(context))")
    }
  }

  private static func message(_ problem: UnsafeMutablePointer<CRSVGError>?) -> String {
    guard let problem else { return "librsvg gave no reason" }
    defer { g_error_free(problem) }
    return problem.pointee.message.map { String(cString: $0) } ?? "librsvg gave no reason"
  }
}

/// The entries of a PDF's information dictionary, numbered as in cairo-pdf.h.
private enum PDFInformation {
  static let title: Int32 = 0
  static let keywords: Int32 = 3
  static let creator: Int32 = 4
  static let creationDate: Int32 = 5

  /// Replaces the time that cairo would write, unless `SOURCE_DATE_EPOCH` is set.
  static func settleDate(of surface: OpaquePointer) {
    guard Environment.value("SOURCE_DATE_EPOCH") == nil else { return }
    cairo_pdf_surface_set_metadata(surface, creationDate, "")
  }
}
