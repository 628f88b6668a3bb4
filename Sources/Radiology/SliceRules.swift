/// The modalities that make slices.
public enum SliceModality: String, Sendable, Codable, CaseIterable {
    case ct = "CT"
    case mr = "MR"
}

/// What a slice says about its place among its neighbours.
public struct SliceFacts: Sendable, Equatable, Codable {
    public var modality: SliceModality
    /// Instance Number (0020,0013).
    public var number: Int?
    /// Images in Acquisition (0020,1002).
    public var count: Int?
    /// A scout view on which slices are planned: Image Type (0008,0008) says LOCALIZER.
    public var isLocalizer: Bool

    public init(modality: SliceModality, number: Int? = nil, count: Int? = nil, isLocalizer: Bool = false) {
        (self.modality, self.number, self.count, self.isLocalizer) = (modality, number, count, isLocalizer)
    }
}

/// How a slice is turned into grey.
public enum SliceWindow: String, Sendable, Equatable, CaseIterable {
    case lung, bone
    case softTissue = "soft-tissue"
    case brain, abdomen
    /// The window that the file itself names first.
    case header
    /// From the darkest to the brightest percent of the slice.
    case percentiles

    /// Center and width in Hounsfield units: common reading-room values, the same in most textbooks and viewers.
    /// `nil` where the picture decides; magnetic resonance has no absolute scale.
    public var hounsfield: (center: Double, width: Double)? {
        switch self {
        case .lung: (-600, 1500)
        case .bone: (480, 2500)
        case .softTissue: (40, 400)
        case .brain: (40, 80)
        case .abdomen: (60, 400)
        case .header, .percentiles: nil
        }
    }
}

/// Which slice of a series, or which frame of a multi-frame object.
public enum SlicePosition: Sendable, Equatable {
    case first, middle, last
    /// Counts from 1.
    case number(Int)

    /// The place among `count` slices, counted from 1; `nil` when it is not known or there are fewer.
    func place(among count: Int?) -> Int? {
        switch self {
        case .first: 1
        // Rounded up, without a sum that a hostile header could make overflow.
        case .middle: count.map { $0 / 2 + $0 % 2 }
        case .last: count
        case .number(let number): number <= count ?? number ? number : nil
        }
    }
}

/// One line of `[slices]`.
public struct SliceChoice: Sendable, Equatable {
    public let window: SliceWindow
    public let position: SlicePosition

    public init(window: SliceWindow, position: SlicePosition) { (self.window, self.position) = (window, position) }
}

/// Which slices of CT and MR are read; none unless the settings ask.
public struct SliceRules: Sendable, Equatable {
    private let choices: [SliceModality: SliceChoice]

    /// - Parameter choices: a modality that is missing is not read.
    public init(_ choices: [SliceModality: SliceChoice] = [:]) { self.choices = choices }

    /// The line of the settings for a modality.
    public subscript(modality: SliceModality) -> SliceChoice? { choices[modality] }

    /// The frame that is read, counted from 1; for a single-frame slice always 1.
    /// - Parameter frames: Number of Frames of the object.
    /// - Throws: `NotRead` for a slice that is not the chosen one.
    func frame(of slice: SliceFacts, frames: Int) throws(NotRead) -> Int {
        let key = "[slices] \(slice.modality.rawValue)"
        guard let choice = choices[slice.modality] else {
            throw NotRead(.slice, "Slices of \(slice.modality.rawValue) are read only when \(key) is set.")
        }
        guard !slice.isLocalizer else { throw NotRead(.slice, "It is a scout view (localizer), not a slice.") }
        if frames > 1 {
            if let place = choice.position.place(among: frames) { return place }
            throw NotRead(.slice, "It has only \(frames) slices, fewer than \(key) asks for.")
        }
        let wanted = choice.position.place(among: slice.count)
        if slice.count == nil, choice.position == .middle || choice.position == .last {
            throw NotRead(
                .slice, "Which slice of its series this is cannot be told; name a number in \(key).")
        }
        guard let number = slice.number else {
            throw NotRead(.slice, "Which slice of its series this is cannot be told: it has no instance number.")
        }
        guard number == wanted else {
            throw NotRead(.slice, "It is slice \(number) of its series, not the one that \(key) chooses.")
        }
        return 1
    }
}
