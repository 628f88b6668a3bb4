/// The services that a status can belong to: the same value says different things in each. Standard: PS3.7 §9.
public enum DIMSEService: String, Sendable, CaseIterable {
    case echo = "C-ECHO"
    case store = "C-STORE"
    case find = "C-FIND"
    case move = "C-MOVE"
    case get = "C-GET"
}
