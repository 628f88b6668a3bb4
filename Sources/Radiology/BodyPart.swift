/// The defined terms of Body Part Examined (0018,0015), which are often one glued word. Standard: PS3.16 Annex L.
enum BodyPart {
    /// The region key of a defined term; `nil` for terms that are too wide (`EXTREMITY`, `WHOLEBODY`, `NECK`) and for
    /// texts that are no defined term. Case, blanks and punctuation do not count.
    static func regionKey(ofTerm term: String) -> String? {
        let letters = FoldedText(term).words.joined()
        return table[String(decoding: letters, as: UTF8.self)]
    }

    private static let table: [String: String] = {
        var table: [String: String] = [:]
        for (key, terms) in terms {
            for term in terms.split(separator: " ") { table[term.lowercased()] = key }
        }
        return table
    }()

    private static let terms = [
        "chest": "CHEST THORAX LUNG LUNGS HEART MEDIASTINUM BRONCHUS TRACHEA CHESTABDOMEN CHESTABDPELVIS",
        "breast": "BREAST BREASTS",
        "ribs": "RIB RIBS RIBCAGE",
        "sternum": "STERNUM",
        "abdomen": "ABDOMEN ABDOMENPELVIS KIDNEY KIDNEYS BLADDER COLON STOMACH KUB",
        "skull": "SKULL HEAD HEADNECK ORBIT EYE FACE FACIALBONES ZYGOMA MAXILLA MASTOID SELLATURCICA",
        "mandible": "MANDIBLE JAW TMJ",
        "nose": "NOSE NASALBONE NASALBONES",
        "sinuses": "SINUS SINUSES PARANASALSINUS PARANASALSINUSES PNS",
        "spine": """
        SPINE CSPINE TSPINE LSPINE SSPINE CTSPINE TLSPINE LSSPINE CTLSPINE SACRUM COCCYX DENS CERVICALSPINE \
        THORACICSPINE LUMBARSPINE WHOLESPINE
        """,
        "pelvis": "PELVIS SIJOINT SIJOINTS SACROILIACJOINT PELVISLOWEXTREMT PUBIS",
        "clavicle": "CLAVICLE SCJOINT",
        "upper_limb": "ARM UPPERARM HUMERUS FOREARM RADIUS ULNA RADIUSULNA UPPERLIMB UPPEREXTREMITY",
        "hand": "HAND HANDS WRIST WRISTS CARPUS FINGER FINGERS THUMB METACARPUS",
        "shoulder": "SHOULDER SHOULDERS SCAPULA ACJOINT",
        "elbow": "ELBOW ELBOWS",
        "hip": "HIP HIPS HIPJOINT ACETABULUM",
        "lower_limb": """
        LEG LEGS LOWERLEG UPPERLEG THIGH CALF FEMUR TIBIA FIBULA TIBIAFIBULA TIBFIB LOWERLIMB LOWEREXTREMITY
        """,
        "knee": "KNEE KNEES PATELLA",
        "ankle": "ANKLE ANKLES TALUS",
        "foot": "FOOT FEET TOE TOES CALCANEUS HEEL METATARSUS",
    ]
}
