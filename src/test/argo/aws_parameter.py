"""Whether a JSON file is what an operation of AWS takes as one of its parameters, as the command line of AWS finds out, and besides
whether words of it are among those that AWS' model lists.

  aws_parameter.py SERVICE OPERATION PARAMETER < FILE
"""

import json
import sys

import botocore.session
from botocore.validate import validate_parameters


def unknown_words(value, shape, place):
    """All words below a value that its model, a list of words, does not have."""
    if shape.type_name == "structure":
        for name, member in value.items():
            yield from unknown_words(member, shape.members[name], f"{place}.{name}")
    elif shape.type_name == "list":
        for member in value:
            yield from unknown_words(member, shape.member, place)
    elif shape.type_name == "map":
        for name, member in value.items():
            yield from unknown_words(name, shape.key, place)
            yield from unknown_words(member, shape.value, f"{place}.{name}")
    elif getattr(shape, "enum", None) and value not in shape.enum:
        yield f"{place}: expected one of {', '.join(shape.enum)} but found {value!r}"


def main(service, operation, parameter):
    model = botocore.session.get_session().get_service_model(service)
    shape = model.operation_model(operation).input_shape.members[parameter]
    value = json.load(sys.stdin)
    validate_parameters(value, shape)
    sys.exit("\n".join(unknown_words(value, shape, parameter)) or 0)


main(*sys.argv[1:])
