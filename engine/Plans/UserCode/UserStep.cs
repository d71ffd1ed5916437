namespace Spindle.Plans.UserCode;

/// <summary>What a function does with objects.</summary>
public enum UserStepKind : byte
{
    /// <summary>An object for an object.</summary>
    Map,

    /// <summary>Keeps the objects for which it is true.</summary>
    Filter,

    /// <summary>Any number of objects for an object.</summary>
    FlatMap,

    /// <summary>The objects of a partition for those of a partition; only the first of a chain of steps.</summary>
    MapPartitions,
}

/// <summary>A function of the user's over rows as objects; its types are those of its method.</summary>
public sealed record UserStep(UserStepKind Kind, UserDelegate Function)
{
    public override string ToString() => $"{Kind} {Function.Method}";
}
