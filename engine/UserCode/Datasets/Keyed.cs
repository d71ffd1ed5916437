using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Datasets;

/// <summary>An object with its key, as rows are grouped and joined by.</summary>
public readonly record struct Keyed<TKey, T>(TKey Key, T Value);

/// <summary>An object in a column of its own, so that null can be told from none.</summary>
public readonly record struct Held<T>(T Value);

/// <summary>A key with the objects that have it.</summary>
public readonly record struct KeyedGroup<TKey, T>(TKey Key, Held<T>[] Values);

/// <summary>Objects of two datasets that a join brought together.</summary>
public readonly record struct Joined<TLeft, TRight>(TLeft Left, TRight Right);

/// <summary>The objects so far, reduced to one; none yet where <paramref name="Has"/> is false.</summary>
public readonly record struct Reduced<T>(bool Has, T Value);

/// <summary>Puts a key beside each object.</summary>
public sealed class KeyedMap<T, TKey>(Func<T, TKey> key) : ITravels
{
    public Keyed<TKey, T> Apply(T value) => new(key(value), value);
}

/// <summary>Calls a function of a key and its objects.</summary>
public sealed class GroupMap<TKey, T, TResult>(Func<TKey, IEnumerable<T>, TResult> function) : ITravels
{
    public TResult Apply(KeyedGroup<TKey, T> group) => function(group.Key, group.Values.Select(v => v.Value));
}

/// <summary>Calls a function of two joined objects.</summary>
public sealed class JoinedMap<TLeft, TRight, TResult>(Func<TLeft, TRight, TResult> function) : ITravels
{
    public TResult Apply(Joined<TLeft, TRight> pair) => function(pair.Left, pair.Right);
}

/// <summary>A function of two objects that gives one, as an aggregate.</summary>
public sealed class Reduction<T>(Func<T, T, T> function) : ITravels
{
    public static Reduced<T> Initial() => default;

    public static T Result(Reduced<T> state) => state.Value;

    /// <summary>The state itself, which tells whether there was anything.</summary>
    public static Reduced<T> State(Reduced<T> state) => state;

    public Reduced<T> Update(Reduced<T> state, T value) => new(true, state.Has ? function(state.Value, value) : value);

    public Reduced<T> Merge(Reduced<T> left, Reduced<T> right) => !right.Has ? left : left.Has ? new(true, function(left.Value, right.Value)) : right;
}

/// <summary>A state that folding starts from.</summary>
public sealed class Start<TState>(TState zero) : ITravels
{
    public TState Initial() => zero;

    public static TState Result(TState state) => state;
}

/// <summary>Puts objects into a column of their own.</summary>
public static class Holding<T>
{
    public static Held<T> Apply(T value) => new(value);
}

/// <summary>A key with the objects of two datasets that have it; null where one has none.</summary>
public readonly record struct CoKeyed<TKey, TLeft, TRight>(TKey Key, Held<TLeft>[]? Left, Held<TRight>[]? Right);

/// <summary>Calls a function of a key and its objects in two datasets.</summary>
public sealed class CogroupMap<TKey, TLeft, TRight, TResult>(Func<TKey, IEnumerable<TLeft>, IEnumerable<TRight>, IEnumerable<TResult>> function) : ITravels
{
    public IEnumerable<TResult> Apply(CoKeyed<TKey, TLeft, TRight> groups) => function(groups.Key, (groups.Left ?? []).Select(v => v.Value), (groups.Right ?? []).Select(v => v.Value));
}
