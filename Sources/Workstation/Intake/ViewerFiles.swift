import Imaging
import Radiology
import Reports

/// What the viewer on a film's page needs, as the scripts that lie beside it.
enum ViewerFiles {
    /// The film's values with everything that turns them into greys and distances.
    static func script(
        of film: Film, _ exam: Exam, _ plan: DrawingPlan, _ sizes: Pictures.Sizes
    ) throws(ImagingError) -> [UInt8] {
        let values = film.viewerFilm(size: sizes.viewer, bits: sizes.viewerBits)
        var script = ViewerScript(
            picture: .init(columns: values.picture.width, rows: values.picture.height),
            film: .init(columns: values.filmColumns, rows: values.filmRows), bits: values.bits, slope: values.slope,
            intercept: values.intercept, unit: ViewerWords.unit(values.unit), isInverted: values.isInverted,
            padding: values.padding,
            initial: initial(plan.window, values), auto: ViewerWindow(values.percentileWindow),
            whole: ViewerWindow(values.wholeWindow), png: try png(values))
        script.windows = zip(values.windows, ViewerWords.names(of: values.windows)).map { function, name in
            ViewerWindow(function, named: name)
        }
        script.spacing = exam.facts.spacing.flatMap(ViewerScript.Spacing.init)
        script.aspect = exam.facts.pixelAspect
        (script.frame, script.frames) = (plan.frame, max(plan.frame, film.frames))
        return script.bytes
    }

    /// The same window as that of the picture on the page.
    private static func initial(_ window: WindowChoice, _ values: ViewerFilm) -> ViewerScript.Initial {
        switch (window, values.initial) {
        case (.fixed(_, let center, let width), _): .linear(center: center, width: width)
        case (.percentiles, _):
            .linear(center: values.percentileWindow.center, width: values.percentileWindow.width)
        case (.whole, _): .linear(center: values.wholeWindow.center, width: values.wholeWindow.width)
        case (.number(let number), _) where values.windows.indices.contains(number - 1): .window(number - 1)
        case (.asHeader, .header(let index)), (.number, .header(let index)): .window(index)
        case (.asHeader, .linear(let own)), (.number, .linear(let own)):
            .linear(center: own.center, width: own.width)
        }
    }

    private static func png(_ values: ViewerFilm) throws(ImagingError) -> [UInt8] {
        let deep = values.picture
        guard values.bits == 8,
            let picture = GreyPicture(
                width: deep.width, height: deep.height, pixels: deep.pixels.map { UInt8(truncatingIfNeeded: $0) })
        else { return try deep.png() }
        return try picture.png()
    }

    /// The overlay planes. They may carry names: pages for readers without that right do not point here.
    static func overlays(of film: Film) throws(ImagingError) -> [UInt8] {
        var planes: [ViewerOverlays.Plane] = []
        for overlay in film.overlays {
            planes.append(.init(name: overlay.name, png: try film.picture(of: overlay).png()))
        }
        return ViewerOverlays(planes: planes).bytes
    }
}

extension ViewerWindow {
    init(_ function: VOIFunction, named name: String) {
        let shape: Shape =
            switch function.kind {
            case .linear(let center, let width): .linear(center: center, width: width)
            case .linearExact(let center, let width): .linearExact(center: center, width: width)
            case .sigmoid(let center, let width): .sigmoid(center: center, width: width)
            case .table(let first, let bits, let values): .table(first: first, bits: bits, values: values)
            }
        self.init(name: name, shape: shape)
    }

    init(_ window: LinearWindow) { self.init(name: nil, shape: .linear(center: window.center, width: window.width)) }
}

extension ViewerScript.Spacing {
    init?(_ spacing: FilmSpacing) {
        self.init(row: spacing.row, column: spacing.column, kind: spacing.kind == .patient ? .patient : .detector)
    }
}
