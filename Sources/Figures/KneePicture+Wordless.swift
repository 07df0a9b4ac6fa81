import Results

extension KneePicture {
  /// The knees side by side without a word in them, for pages in any language: bones, the muscles that change, the contact and
  /// one arrow, in the scales of one picture. Title and description are those of the picture.
  ///
  /// - Parameter width: mm. The longest arrow is a third of a knee's width; the others are as long as their forces.
  /// - Throws: `FigureError` where a state was not solved: nothing can be written into its place.
  public func wordless(width: Double) throws(FigureError) -> Drawing {
    let scenes = panels.compactMap(\.scene)
    guard let first = scenes.first, scenes.count == panels.count else {
      throw FigureError(.nothingSolved, "a state was not solved at this instant: there is no knee to draw")
    }
    // Drawn as wide as knees have room side by side, and reduced, so that lines become thinner too.
    let page = max(width, Page.wide)
    let (margin, gap) = (0.2, 4.0)
    let panelWidth = (page - 2 * margin - gap * Double(scenes.count - 1)) / Double(scenes.count)
    var scales = KneeScales(scenes, style: .patient, room: panelWidth / 3)
    // Without a bar that states it the scale need not be round.
    let most = scenes.map(\.contact.newtons).max() ?? 0
    if most > 0 { scales.force = panelWidth / 3 / most }
    let knees = scenes.enumerated().map { index, scene in
      KneeDrawing(
        scene: scene,
        view: KneeView(
          flexion: first.flexion, isLeft: panels[index].isLeft, factor: outlines.factor,
          corner: Point(margin + Double(index) * (panelWidth + gap), margin), width: panelWidth),
        outlines: outlines, style: .patient, scales: scales)
    }
    let reduction = width / page
    return Drawing(
      width: width, height: reduction * (knees[0].view.frame.height + 2 * margin), title: title,
      description: description,
      body: [
        SVG(
          "g", ["transform": "scale(\(shortNumber(reduction)))"],
          knees.enumerated().map { index, knee in
            SVG(
              "g", ["class": "panel"],
              knee.view.clipped(knee.elements, id: "view\(index)") + [knee.view.border])
          })
      ])
  }
}
