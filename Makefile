# Every figure on one page: docs/gallery/index.html.
gallery:
	swift build -c release --product gallery
	.build/release/gallery docs/gallery

.PHONY: gallery
