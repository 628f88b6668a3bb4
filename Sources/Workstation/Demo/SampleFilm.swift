/// One of the licensed films that come with the project, and what it was known to be (Tests/Samples/SOURCES.md).
/// What is known is printed beside the reader's answer and never given to the reader.
struct SampleFilm: Sendable {
    /// Below the samples folder.
    let file: String
    let known: String
    /// `nil` for a film that is DICOM already; else how the JPEG is described when it is wrapped.
    let wrapping: Wrapping?

    /// The header that a JPEG film gets: nothing in it gives the label away.
    struct Wrapping: Sendable {
        /// Tells the demo patients apart, 1…9.
        let number: Int
        let protocolName: String
    }

    static let all: [SampleFilm] = [
        SampleFilm(file: "dicom/RG1_J2KR.dcm", known: "abnormal: many round masses in both lungs", wrapping: nil),
        SampleFilm(file: "dicom/RG1_J2KI.dcm", known: "the same film, lossy 10:1", wrapping: nil),
        SampleFilm(file: "dicom/RG3_J2KR.dcm", known: "lower leg: non-ossifying fibroma", wrapping: nil),
        SampleFilm(file: "dicom/RG3_J2KI.dcm", known: "the same film, lossy 30:1", wrapping: nil),
        child(1, "NORMAL2-IM-1427-0001.jpeg", known: "normal child's chest"),
        child(2, "NORMAL2-IM-1431-0001.jpeg", known: "normal child's chest"),
        child(3, "person1950_bacteria_4881.jpeg", known: "bacterial pneumonia, both sides"),
        child(4, "person1954_bacteria_4886.jpeg", known: "bacterial pneumonia, right lung"),
    ]

    private static func child(_ number: Int, _ file: String, known: String) -> SampleFilm {
        SampleFilm(
            file: "jpeg/\(file)", known: known, wrapping: Wrapping(number: number, protocolName: "Chest AP child"))
    }

    /// Shown wherever the sample pictures are shown.
    static let credits = [
        "CR sample images RG1 and RG3 from pydicom-data 1.0.0, Copyright (c) 2020 Dicom in Python, MIT License; "
            + "originally from the NEMA DICOM WG-04 compression samples.",
        "Chest X-ray images: Kermany, Zhang, Goldbaum (2018), Mendeley Data V2, doi:10.17632/rscbjbr9sj.2, CC BY 4.0. "
            + "Adapted: wrapped in DICOM, metadata removed, windowed and scaled.",
    ]
}
