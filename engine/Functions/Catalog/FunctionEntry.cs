using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog;

/// <summary>One function of the table: what it is called, what it takes, and how a call of it becomes a typed expression.</summary>
/// <param name="Id">Its identity in plans and the key of its kernel; lower case.</param>
/// <param name="Names">The names that SQL may call it by, lower case; the first is usually the id.</param>
/// <param name="Family">Spark's family, <c>string_funcs</c>.</param>
/// <param name="Description">One line for DESCRIBE FUNCTION.</param>
/// <param name="Bind">Checks and coerces the arguments and gives the typed expression.</param>
public sealed record FunctionEntry(string Id, ValueList<string> Names, FunctionKind Kind, string Family, string Description, Func<CallSite, Expression> Bind)
{
    /// <summary>True when calls of it are <see cref="Call"/>s (or aggregate, window, generator calls) under <see cref="Id"/> and so need a kernel of that id;
    /// false when <see cref="Bind"/> makes other records (<see cref="Arithmetic"/>, <see cref="Case"/>, <see cref="Cast"/>, literals, other ids).</summary>
    public bool NeedsKernel { get; init; } = true;

    /// <summary>Further ids that <see cref="Bind"/> may choose (<c>+</c> of a date gives <c>date_add</c>).</summary>
    public ValueList<string> OtherKernels { get; init; } = [];

    /// <summary>True when arguments may be lambda functions, which arrive unresolved and are bound by <see cref="CallSite.BindLambda"/>.</summary>
    public bool TakesLambdas { get; init; }

    /// <summary>The parameters by name, for calls that give arguments by name; empty where a function takes none so.</summary>
    public ValueList<string> Parameters { get; init; } = [];

    /// <summary>The values of the last parameters where a call leaves them out.</summary>
    public ValueList<Literal> Defaults { get; init; } = [];

    /// <summary>The arguments for readers: <c>STRING, INT [, INT]</c>; <c>…</c> where the binding works them out.</summary>
    public string Arguments { get; init; } = "…";

    /// <summary>When a scalar result is null, for readers.</summary>
    public string NullBehaviour { get; init; } = "by its own rules";

    public override string ToString() => $"{Kind} {Id}";
}
