// The few functions of librsvg 2.52+ and cairo 1.16 that Plot calls, declared here so that
// importing this module needs no header search paths (pkg-config adds -pthread, which SwiftPM
// refuses with a warning). Sources: librsvg/rsvg.h, cairo.h, cairo-pdf.h.
#ifndef SUPERPOSE_CRSVG_H
#define SUPERPOSE_CRSVG_H

typedef struct _RsvgHandle RsvgHandle;
typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef struct { unsigned domain; int code; char *message; } CRSVGError;
typedef struct { double x, y, width, height; } RsvgRectangle;
typedef struct { double length; int unit; } RsvgLength;

RsvgHandle *rsvg_handle_new_from_data(const unsigned char *data, unsigned long length,
                                      CRSVGError **error);
void rsvg_handle_set_dpi(RsvgHandle *handle, double dpi);
int rsvg_handle_get_intrinsic_size_in_pixels(RsvgHandle *handle, double *width, double *height);
void rsvg_handle_get_intrinsic_dimensions(RsvgHandle *handle, int *has_width, RsvgLength *width,
                                          int *has_height, RsvgLength *height, int *has_view_box,
                                          RsvgRectangle *view_box);
int rsvg_handle_render_document(RsvgHandle *handle, cairo_t *cr, const RsvgRectangle *viewport,
                                CRSVGError **error);
void g_object_unref(void *object);
void g_error_free(CRSVGError *error);

typedef int (*cairo_write_func_t)(void *closure, const unsigned char *data, unsigned int length);

cairo_surface_t *cairo_image_surface_create(int format, int width, int height);
cairo_surface_t *cairo_image_surface_create_for_data(unsigned char *data, int format, int width,
                                                     int height, int stride);
cairo_surface_t *cairo_pdf_surface_create_for_stream(cairo_write_func_t write, void *closure,
                                                     double width, double height);
void cairo_pdf_surface_set_metadata(cairo_surface_t *surface, int metadata, const char *text);
int cairo_surface_write_to_png_stream(cairo_surface_t *surface, cairo_write_func_t write,
                                      void *closure);
cairo_t *cairo_create(cairo_surface_t *surface);
void cairo_destroy(cairo_t *cr);
void cairo_show_page(cairo_t *cr);
int cairo_status(cairo_t *cr);
int cairo_surface_status(cairo_surface_t *surface);
unsigned char *cairo_image_surface_get_data(cairo_surface_t *surface);
int cairo_image_surface_get_width(cairo_surface_t *surface);
int cairo_image_surface_get_height(cairo_surface_t *surface);
int cairo_image_surface_get_stride(cairo_surface_t *surface);
void cairo_surface_finish(cairo_surface_t *surface);
void cairo_surface_flush(cairo_surface_t *surface);
void cairo_surface_destroy(cairo_surface_t *surface);

#endif
