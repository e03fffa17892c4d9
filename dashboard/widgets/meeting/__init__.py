"""The evaluation meeting on a projector: slides drawn by one component, decisions taken down."""
