namespace Spindle.Tpch.RandomStreams;

/// <summary>A random stream's first state and the draws that each unit of its table owns.</summary>
internal readonly record struct StreamSeed(long Value, int DrawsPerUnit);
