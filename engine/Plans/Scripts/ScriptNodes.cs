using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;

namespace Spindle.Plans.Scripts;

/// <summary>
/// A piece of a script as it was written. Its statements and conditions stay text: what they mean depends on the variables that there are when their turn comes.
/// </summary>
/// <param name="Origin">Its place in the script.</param>
public abstract record ScriptNode(Origin Origin);

/// <summary>Text out of a script, a statement or an expression.</summary>
public sealed record ScriptText(string Text, Origin Origin);

/// <summary>A statement that is no control flow.</summary>
public sealed record ScriptStatement(ScriptText Statement, Origin Origin) : ScriptNode(Origin);

/// <summary><c>[label:] BEGIN declarations statements END</c>.</summary>
/// <param name="Label">Null where it has none.</param>
/// <param name="Conditions">Names that the block gives to SQLSTATEs.</param>
public sealed record ScriptBlock(string? Label, ValueList<KeyValuePair<string, string>> Conditions, ValueList<ScriptHandler> Handlers, ValueList<ScriptNode> Body, Origin Origin) : ScriptNode(Origin);

/// <summary><c>DECLARE EXIT|CONTINUE HANDLER FOR conditions statement</c>.</summary>
/// <param name="Continues">True where the script goes on behind the statement that failed, false where it goes on behind the block.</param>
/// <param name="Conditions"><c>SQLEXCEPTION</c>, <c>NOT FOUND</c>, names of conditions and error classes, and SQLSTATEs.</param>
public sealed record ScriptHandler(bool Continues, ValueList<ScriptCondition> Conditions, ScriptNode Body);

/// <summary>What a handler is for.</summary>
public sealed record ScriptCondition(ScriptConditionKind Kind, string Name);

public enum ScriptConditionKind : byte
{
    /// <summary>Any error.</summary>
    Exception,

    /// <summary>SQLSTATEs of class 02.</summary>
    NotFound,

    /// <summary>One SQLSTATE.</summary>
    SqlState,

    /// <summary>A declared condition, or an error class.</summary>
    Named,
}

/// <summary>A condition and what is done where it is true.</summary>
public sealed record ScriptBranch(ScriptText Condition, ValueList<ScriptNode> Body);

/// <summary><c>IF … THEN … ELSEIF … ELSE … END IF</c>, and CASE without a subject.</summary>
/// <param name="Otherwise">Null where there is no ELSE.</param>
public sealed record ScriptIf(ValueList<ScriptBranch> Branches, ValueList<ScriptNode>? Otherwise, Origin Origin) : ScriptNode(Origin);

/// <summary><c>CASE subject WHEN value THEN … END CASE</c>.</summary>
public sealed record ScriptCase(ScriptText Subject, ValueList<ScriptBranch> Branches, ValueList<ScriptNode>? Otherwise, Origin Origin) : ScriptNode(Origin);

/// <summary><c>LOOP</c>, <c>WHILE condition DO</c> and <c>REPEAT … UNTIL condition</c>.</summary>
/// <param name="While">Asked before each round; null where it is not.</param>
/// <param name="Until">Asked after each round; null where it is not.</param>
public sealed record ScriptLoop(string? Label, ScriptText? While, ValueList<ScriptNode> Body, ScriptText? Until, Origin Origin) : ScriptNode(Origin);

/// <summary><c>FOR variable AS query DO … END FOR</c>: a round for each row, whose columns are variables.</summary>
public sealed record ScriptFor(string? Label, string? Variable, ScriptText Query, ValueList<ScriptNode> Body, Origin Origin) : ScriptNode(Origin);

/// <summary><c>LEAVE label</c>.</summary>
public sealed record ScriptLeave(string Label, Origin Origin) : ScriptNode(Origin);

/// <summary><c>ITERATE label</c>.</summary>
public sealed record ScriptIterate(string Label, Origin Origin) : ScriptNode(Origin);

/// <summary><c>SIGNAL name | SQLSTATE 'state' [SET MESSAGE_TEXT = value]</c>.</summary>
public sealed record ScriptSignal(ScriptCondition Condition, ScriptText? Message, Origin Origin) : ScriptNode(Origin);
