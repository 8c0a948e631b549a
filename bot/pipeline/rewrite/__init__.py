"""The one exception to quoting: a language model may put a summary into other words, if every fact stands.

Off unless the operator names a model. What comes back is shown only where every name, number, hedge and
quotation of it stands in the sentences that it cites; else the sentences themselves are shown, as always.
"""

from bot.pipeline.rewrite.model import Model, ModelOptions
from bot.pipeline.rewrite.rewriter import Rewriter

__all__ = ["Model", "ModelOptions", "Rewriter"]
