namespace Spindle.Columnar.Errors;

/// <summary>
/// An error that the user can do something about: Spark's error class and SQLSTATE, a message that says what, where and what to do,
/// and the place in the SQL text where there is one. Bugs are <see cref="System.Diagnostics.UnreachableException"/> instead.
/// </summary>
public sealed class SpindleException : Exception
{
    public SpindleException(ErrorClass errorClass, string message, Origin origin = default, Exception? inner = null,
        IReadOnlyDictionary<string, string>? parameters = null)
        : base(message, inner)
    {
        ErrorClass = errorClass;
        Origin = origin;
        Parameters = parameters ?? new Dictionary<string, string>();
    }

    public ErrorClass ErrorClass { get; }

    public string SqlState => ErrorClass.SqlState;

    /// <summary>The message's parameters under Spark's names, as far as given.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    public Origin Origin { get; }

    /// <summary>The SQL text that <see cref="Origin"/> points into, once known.</summary>
    public string? SqlText { get; init; }

    /// <summary>What stands beside the marked place in place of the whole message (<c>did you mean l_returnflag?</c>); null for the message.</summary>
    public string? Hint { get; init; }

    /// <summary>The same error with its place, unless it already has one.</summary>
    public SpindleException At(Origin origin) => Origin.IsKnown || !origin.IsKnown ? this
        : new SpindleException(ErrorClass, Message, origin, InnerException ?? this, Parameters) { SqlText = SqlText, Hint = Hint };

    /// <summary>The same error with the text that its origin points into, unless it already has one.</summary>
    public SpindleException In(string sqlText) => SqlText is not null ? this
        : new SpindleException(ErrorClass, Message, Origin, InnerException ?? this, Parameters) { SqlText = sqlText, Hint = Hint };
}
