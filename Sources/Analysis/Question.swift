import Imaging
import Radiology

/// Everything a reader is told about one exam. No name, no id.
public struct Question: Sendable {
    /// The picture as PNG, the bytes that are sent and hashed.
    public let image: QuestionImage
    /// The same picture as grey values, decoded when a reader wants it.
    public var picture: @Sendable () throws -> GreyPicture
    /// Measured on the stored samples when the film came in.
    public var quality: FilmQuality?
    public var region: BodyRegion?
    public var projection: Projection?
    /// "7-year-old girl"; empty when nothing is known.
    public var subject: String
    /// The clinical question of the region.
    public var question: String
    /// The clinical indication as the hospital wrote it.
    public var indication: String?
    /// The answer of the earlier reading, when a second one is asked for.
    public var earlier: String?
    /// What the person who asks for this reading wants to be looked at.
    public var wish: String?
    /// Earlier films of the same patient and region, newest first; at most `mostPriors` are told, and none in a second
    /// reading.
    public var priors: [PriorReport]

    public static let mostPriors = 3

    /// - Parameter picture: left out, the PNG is decoded when it is needed.
    public init(
        png: [UInt8], picture: (@Sendable () throws -> GreyPicture)? = nil, quality: FilmQuality? = nil,
        region: BodyRegion? = nil, projection: Projection? = nil, subject: String = "", question: String = "",
        indication: String? = nil, earlier: String? = nil, priors: [PriorReport] = []
    ) {
        image = QuestionImage(png: png)
        self.picture = picture ?? { try GreyPicture(png: png) }
        self.quality = quality
        self.region = region
        self.projection = projection
        self.subject = subject
        self.question = question
        self.indication = indication
        self.earlier = earlier
        self.priors = priors
    }

    public var png: [UInt8] { image.png }

    /// "frontal chest", "lower limb"; empty when neither is known.
    ///
    /// A region that is no key of ours or of the settings is left out: old databases hold the modality's free text there.
    public var anatomy: String { SubjectWords.anatomy(projection: projection, region: region.flatMap(Self.key)) }

    /// The model is shown its earlier answer and the review prompt.
    var isSecondReading: Bool { earlier.map { !$0.isEmpty } ?? false }

    private static func key(_ region: BodyRegion) -> BodyRegion? {
        let key = region.rawValue
        let isKey = key.utf8.count <= 24 && key.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
        return isKey ? region : nil
    }
}
