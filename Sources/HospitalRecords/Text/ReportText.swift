/// Chooses and tidies the text of a report.
package enum ReportText {
    /// A text as it is kept: `\n` at the ends of lines, no control characters, no more than one empty line in a row.
    package static func tidied(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var (wasReturn, newlines) = (false, 0)
        for scalar in text.unicodeScalars {
            let isReturn = scalar == "\r"
            defer { wasReturn = isReturn }
            if scalar == "\n", wasReturn { continue }
            let isNewline =
                isReturn || scalar == "\n" || scalar == "\u{85}" || scalar == "\u{2028}" || scalar == "\u{2029}"
            if isNewline {
                newlines += 1
                if newlines <= 2 { scalars.append("\n") }
            } else if scalar == "\t" || !isControl(scalar) {
                if scalar != " ", scalar != "\t" { newlines = 0 }
                scalars.append(scalar)
            }
        }
        return String(scalars).split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in line.last.map { $0 == " " || $0 == "\t" } == true ? String(line).trimmedEnd : String(line) }
            .joined(separator: "\n").trimmed
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFF9...0xFFFB: true
        // Marks that turn the direction of writing hide what stands where.
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// The predecessor's rule: one form is it; of several the one for the exam's type and region; nothing else.
    package static func chosen(_ forms: [ReportForm], type: ExamType, region: String) -> ReportForm? {
        if forms.count <= 1 { return forms.first }
        let fitting = forms.filter { form in
            form.type?.lowercased() == type.rawValue && (form.region ?? "").lowercased() == region.lowercased()
        }
        return fitting.count == 1 ? fitting.first : nil
    }

    /// The best readable of several forms of one report: plain text before HTML, the first before the second.
    /// - Throws: why the first form cannot be read when none can.
    package static func best(_ forms: [ReportForm], fallback: TextCharset) throws(RecordError) -> ReportForm.Reading? {
        var (found, problem): (ReportForm.Reading?, RecordError?)
        for form in forms {
            do {
                guard let reading = try form.read(encodes: true, fallback: fallback) else { continue }
                if reading.form == .plain { return reading }
                found = found ?? reading
            } catch { problem = problem ?? error }
        }
        if let found { return found }
        if let problem { throw problem }
        return nil
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var rest = self[...]
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
