/// Value representation: how the bytes of an element are to be read. Standard: PS3.5 §6.2.
public enum VR: String, Sendable, Hashable, CaseIterable, Codable {
    case ae = "AE"
    case `as` = "AS"
    case at = "AT"
    case cs = "CS"
    case da = "DA"
    case ds = "DS"
    case dt = "DT"
    case fl = "FL"
    case fd = "FD"
    case `is` = "IS"
    case lo = "LO"
    case lt = "LT"
    case ob = "OB"
    case od = "OD"
    case of = "OF"
    case ol = "OL"
    case ov = "OV"
    case ow = "OW"
    case pn = "PN"
    case sh = "SH"
    case sl = "SL"
    case sq = "SQ"
    case ss = "SS"
    case st = "ST"
    case sv = "SV"
    case tm = "TM"
    case uc = "UC"
    case ui = "UI"
    case ul = "UL"
    case un = "UN"
    case ur = "UR"
    case us = "US"
    case ut = "UT"
    case uv = "UV"

    /// The two letters as they stand in an explicit data set; `nil` for anything the standard does not name.
    @inlinable
    public init?(_ first: UInt8, _ second: UInt8) {
        guard let vr = VR.byLetters[UInt16(first) << 8 | UInt16(second)] else { return nil }
        self = vr
    }

    @usableFromInline
    static let byLetters: [UInt16: VR] = Dictionary(
        uniqueKeysWithValues: allCases.map { vr in (vr.rawValue.utf8.reduce(0) { $0 << 8 | UInt16($1) }, vr) })

    /// A length of 4 bytes behind 2 reserved ones. Standard: PS3.5 §7.1.2 (table 7.1-1).
    public var hasLongLength: Bool {
        switch self {
        case .ob, .od, .of, .ol, .ov, .ow, .sq, .sv, .uc, .un, .ur, .ut, .uv: true
        default: false
        }
    }

    /// Bytes that change their order together between little and big endian; 1 when the order does not matter.
    public var unitSize: Int {
        switch self {
        case .us, .ss, .ow, .at: 2
        case .ul, .sl, .fl, .of, .ol: 4
        case .fd, .od, .sv, .uv, .ov: 8
        default: 1
        }
    }

    /// Values are characters, not numbers.
    public var isText: Bool {
        switch self {
        case .ae, .as, .cs, .da, .ds, .dt, .is, .lo, .lt, .pn, .sh, .st, .tm, .uc, .ui, .ur, .ut: true
        default: false
        }
    }

    /// Text that may leave the default repertoire by Specific Character Set (0008,0005). Standard: PS3.5 §6.1.2.2.
    public var usesCharacterSet: Bool {
        switch self {
        case .lo, .lt, .pn, .sh, .st, .uc, .ut: true
        default: false
        }
    }

    /// A backslash belongs to the text and separates nothing. Standard: PS3.5 §6.2 (LT, ST, UT, UR).
    public var isSingleText: Bool { self == .lt || self == .st || self == .ut || self == .ur }

    /// What makes an odd value even: NUL for UIDs and binary, space for text. Standard: PS3.5 §6.2.
    public var padding: UInt8 { isText && self != .ui ? 0x20 : 0x00 }
}
