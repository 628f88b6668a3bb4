extension RegionRules {
    /// The keyword table that the predecessor's settings file ships with, in its order.
    public static let shippedKeywords: [(key: String, words: [String])] = [
        ("chest", ["torace", "pulmon", "thorax", "chest"]),
        ("ribs", ["grilaj", "coaste", "ribs"]),
        ("sternum", ["stern"]),
        ("abdomen", ["abdomen", "abdominal"]),
        ("skull", ["cap", "craniu", "occiput", "skull"]),
        ("mandible", ["mandibula", "mandible"]),
        ("nose", ["nazal", "piramida"]),
        ("sinuses", ["sinus"]),
        ("spine", ["col.", "spine", "dens", "sacrat"]),
        ("pelvis", ["bazin", "pelvis"]),
        ("clavicle", ["clavicula", "clavicle"]),
        ("upper_limb", ["humerus", "antebrat", "forearm"]),
        ("hand", ["pumn", "mana", "deget", "hand", "finger", "wrist"]),
        ("shoulder", ["umar", "shoulder"]),
        ("elbow", ["cot", "elbow"]),
        ("hip", ["sold", "hip"]),
        ("lower_limb", ["femur", "tibie", "gamba", "leg"]),
        ("knee", ["genunchi", "patella", "knee"]),
        ("ankle", ["glezna", "ankle"]),
        ("foot", ["picior", "calcai", "calcaneu", "foot"]),
    ]

    /// Every region that has a name here: those of the shipped table, and the one that mammography added.
    public static let knownRegions = shippedKeywords.map(\.key) + [BodyRegion.breast.rawValue]

    /// The regions that are read when the settings do not say.
    public static let shippedSupported: [String: Bool] = [
        "chest": true, "abdomen": true, "nose": true, "sinuses": true, "clavicle": true,
    ]

    /// One question for each region.
    public static let shippedQuestions: [String: String] = [
        "chest": """
        Is there consolidation, an infiltrate or another opacity, a pleural effusion, a pneumothorax, or free air \
        under the diaphragm?
        """,
        "breast": "Is there a mass, a distortion, or suspicious calcification of the breast?",
        "ribs": "Is a rib or a clavicle broken?",
        "sternum": "Is the sternum broken?",
        "abdomen": "Is there a sign of bowel obstruction, free air, or a foreign body?",
        "skull": "Is there a fracture of the skull?",
        "mandible": "Is the mandible broken?",
        "nose": "Are the nasal bones broken?",
        "sinuses": "Are the paranasal sinuses well aerated, or is there an opacity or a fluid level?",
        "spine": "Is there a vertebral fracture or a dislocation?",
        "pelvis": "Is there a fracture of the pelvis?",
        "clavicle": "Is the clavicle broken?",
        "upper_limb": "Is there a fracture, a dislocation, or a bone tumour of the arm?",
        "hand": "Is there a fracture, a dislocation, or a bone tumour of the hand or wrist?",
        "shoulder": "Is the shoulder broken or dislocated?",
        "elbow": "Is the elbow broken or dislocated?",
        "hip": "Is the hip broken or dislocated?",
        "lower_limb": "Is there a fracture, a dislocation, or a bone tumour of the leg?",
        "knee": "Is the knee broken or dislocated?",
        "ankle": "Is the ankle broken or dislocated?",
        "foot": "Is there a fracture or a dislocation of the foot?",
    ]

    /// The question for a region without its own.
    public static let fallbackQuestion = "Does this film show anything abnormal?"
}
