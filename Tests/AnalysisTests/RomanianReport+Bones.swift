extension RomanianReport {
    static let bones: [RomanianReport] = [
        .init(
            "normal hand", 0...0, "normal", "Fără leziuni osoase traumatice. Raporturi articulare păstrate.",
            "No traumatic bone lesions. Joint relations preserved."),
        .init(
            "normal, telegraphic", 0...0, "normal", "Rg genunchi dr: fara leziuni osoase evidente radiologic.",
            "X-ray of the right knee: no bone lesions visible on the radiograph."),
        .init(
            "undisplaced fracture", 4...6, "fracture",
            "Fractură de epifiză distală radius stâng, fără deplasare.",
            "Fracture of the distal epiphysis of the left radius, without displacement."),
        .init(
            "displaced fracture", 6...8, "fracture",
            "Fractura cominutiva diafizara femur dr., cu deplasare de 2 cm si angulare de 30 grade.",
            "Comminuted fracture of the right femoral shaft with displacement of 2 cm and angulation of 30 degrees."),
        .init(
            "greenstick", 3...6, "fracture",
            "Fractură în lemn verde 1/3 distală antebraț drept, ambele oase.",
            "Greenstick fracture of the distal 1/3 of the right forearm, both bones."),
        .init(
            "healed fracture", 1...3, "healed fracture",
            "Calus vicios constituit la nivelul claviculei stângi. Fără fractură recentă.",
            "Malunion callus of the left clavicle. No recent fracture."),
        .init(
            "dislocation", 6...8, "dislocation",
            "Luxație scapulo-humerală anterioară dreaptă. Nu se vizualizează fragmente osoase.",
            "Right anterior shoulder dislocation. No bone fragments are seen."),
        .init(
            "ribs by number", 4...7, "rib fractures",
            "Fracturi ale arcurilor costale 6, 7 și 8 stângi. Fără pneumotorax asociat.",
            "Fractures of ribs 6, 7 and 8 on the left. No associated pneumothorax."),
        .init(
            "spine levels", 3...6, "spine fracture",
            "Tasare vertebrală T12, aprox. 25%. Spații discale L4-L5 și L5-S1 diminuate.",
            "Vertebral compression of T12, about 25%. Disc spaces L4-L5 and L5-S1 narrowed."),
        .init(
            "scoliosis with angle", 1...4, "scoliosis",
            "Scolioză dorso-lombară sinistro-convexă cu unghi Cobb de 14 grade.",
            "Thoracolumbar scoliosis, convex to one side, with a Cobb angle of 14 degrees."),
        .init(
            "normal nose", 0...0, "normal", "PN fără soluții de continuitate. Sept nazal pe linia mediană.",
            "Nasal bones without breaks in continuity. Nasal septum in the midline."),
        .init(
            "nose", 3...6, "nasal fracture", "Fractură PN cu deplasare minimă. SM transparente.",
            "Fracture of the nasal bones with minimal displacement. Maxillary sinuses transparent."),
        .init(
            "hip of an infant", 2...5, "hip dysplasia",
            "Indice acetabular dr 32 grade, stg 24 grade. Displazie de șold dreapta.",
            "Acetabular index right 32 degrees, left 24 degrees. Hip dysplasia on the right."),
        .init(
            "growth plates", 0...0, "normal",
            "Cartilaje de creștere deschise, conform vârstei. Nu sunt semne de fractură.",
            "Growth plates open, as expected for age. No signs of fracture."),
        .init(
            "bone tumour", 6...9, "bone lesion",
            "Leziune osteolitică metafizară proximală tibie stângă, 35 x 22 mm, cu reacție periostală.",
            "Osteolytic lesion of the proximal metaphysis of the left tibia, 35 x 22 mm, with periosteal reaction."),
        .init(
            "implant", 0...2, "implant",
            "Proteză totală de șold stâng în poziție corectă. Fără semne de decimentare.",
            "Total left hip prosthesis in correct position. No signs of loosening."),
    ]
}
